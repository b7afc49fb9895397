// One option of an iptables rule with what was said to it: `! --dport 80:90`.
import type { Token } from './tokenize-rule.ts'

export interface RuleOption {
  /** `--dport`, `-s`. */
  readonly name: string
  readonly negated: boolean
  readonly values: readonly string[]
  /** As printed. */
  readonly raw: string
}

/** A word that stands for an option of a match or target. */
export function isLongOption(token: Token): boolean {
  return !token.quoted && /^--[a-z]/.test(token.text)
}

/** Groups words into options, each with the words up to the next; null when a word comes before any option. */
export function groupOptions(tokens: readonly Token[]): RuleOption[] | null {
  const options: RuleOption[] = []
  let at = 0
  while (at < tokens.length) {
    const start = at
    const negated = isNot(tokens[at])
    if (negated) at += 1
    const name = tokens[at]
    if (!name || !isLongOption(name)) return null
    at += 1
    // A text may look like an option.
    let values = freeText.has(name.text) ? 1 : 0
    while (at + values < tokens.length && !startsOption(tokens, at + values)) values += 1
    const taken = tokens.slice(at, at + values)
    at += values
    options.push({
      name: name.text,
      negated,
      values: taken.map((token) => token.text),
      raw: rawText(tokens.slice(start, at)),
    })
  }
  return options
}

/** Options whose value is whatever a person wrote: the word after them is never an option. */
export const freeText: ReadonlySet<string> = new Set([
  '--comment',
  '--log-prefix',
  '--nflog-prefix',
  '--ulog-prefix',
  '--string',
  '--hex-string',
  '--path',
  '--name',
  '--helper',
  '--hashlimit-name',
  '--match-set',
  '--physdev-in',
  '--physdev-out',
])

export function rawText(tokens: readonly Token[]): string {
  return tokens.map((token) => token.raw).join(' ')
}

export function isNot(token: Token | undefined): boolean {
  return token?.text === '!' && !token.quoted
}

function startsOption(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at]
  if (!token) return false
  const next = tokens[at + 1]
  return isLongOption(token) || (isNot(token) && next !== undefined && isLongOption(next))
}
