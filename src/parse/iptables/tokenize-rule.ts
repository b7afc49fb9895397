// Splits a line of iptables-save into its words, quotes and backslashes undone.

export interface Token {
  readonly text: string
  /** As printed, quotes kept. */
  readonly raw: string
  /** A quoted word is a value, never an option, whatever it looks like. */
  readonly quoted: boolean
}

export function tokenizeRule(line: string): Token[] {
  return [...line.matchAll(word)].map(([raw]) => ({ raw, text: unquote(raw), quoted: raw.startsWith('"') }))
}

// libxtables xtables_save_string(): a word is quoted when it holds anything unusual, and `"`, `\`, `'` in it get a backslash.
const word = /"(?:[^"\\]|\\[\s\S])*"?|\S+/g

function unquote(raw: string): string {
  if (!raw.startsWith('"')) return raw
  const inner = raw.length > 1 && raw.endsWith('"') ? raw.slice(1, -1) : raw.slice(1)
  return inner.replace(/\\([\s\S])/g, '$1')
}
