// A word for a POSIX shell script, taken literally.

export function shellQuote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`
}
