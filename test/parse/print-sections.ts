// Runs named commands one after another in one new namespace, after a script has set it up, and gives what each printed.
import { printInNamespace } from './print-in-namespace.ts'

const MARK = '--- section '

export function printSections<Name extends string>(
  setUp: string,
  commands: Readonly<Record<Name, string>>,
): Readonly<Record<Name, string>> {
  const script = Object.entries<string>(commands).map(([name, command]) => `echo '${MARK}${name}'\n${command}`)
  const printed = printInNamespace(`{\n${setUp}\n} >&2\n${script.join('\n')}`)
  const sections = printed.split(MARK).slice(1)
  return Object.fromEntries(
    sections.map((section) => {
      const end = section.indexOf('\n')
      return [section.slice(0, end), section.slice(end + 1)]
    }),
  ) as Record<Name, string>
}

/** Blanks folded, as the model writes the lines of tools. */
export function linesOf(text: string): string[] {
  return text
    .replace(/\n\s+/g, ' ')
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '')
}
