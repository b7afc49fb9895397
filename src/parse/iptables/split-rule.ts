// Splits the words of a rule into its parts: base options (`! -s 10.0.0.0/8`), matches (`-m NAME …`) and the target (`-j NAME …`).
import { freeText, isNot } from './rule-option.ts'
import type { Token } from './tokenize-rule.ts'

export interface RulePart {
  readonly kind: 'base' | 'match' | 'target'
  readonly tokens: readonly Token[]
}

export function splitRule(tokens: readonly Token[]): RulePart[] {
  const parts: RulePart[] = []
  let at = 0
  while (at < tokens.length) {
    const kind = kindOf(tokens[at])
    const end = kind === 'target' ? tokens.length : kind === 'match' ? endOfMatch(tokens, at) : endOfBase(tokens, at)
    parts.push({ kind, tokens: tokens.slice(at, end) })
    at = end
  }
  return parts
}

function kindOf(token: Token | undefined): RulePart['kind'] {
  if (!token || token.quoted) return 'base'
  if (token.text === '-m') return 'match'
  return token.text === '-j' || token.text === '-g' ? 'target' : 'base'
}

function endOfMatch(tokens: readonly Token[], start: number): number {
  // -m and its name
  let at = start + 2
  while (at < tokens.length && kindOf(tokens[at]) === 'base') at += freeText.has(tokens[at]?.text ?? '') ? 2 : 1
  return Math.min(at, tokens.length)
}

function endOfBase(tokens: readonly Token[], start: number): number {
  const option = isNot(tokens[start]) ? start + 1 : start
  const takesValue = /^-[sdiop]$/.test(tokens[option]?.text ?? '')
  return Math.min(option + (takesValue ? 2 : 1), tokens.length)
}
