// Parses -m set: an ipset, whose content iptables does not print.
import type { MatchParser } from './match-parser.ts'

export const ipset: MatchParser = (options, { family }, text) => {
  const set = options.find((option) => option.name === '--match-set')
  if (set?.values.length !== 2) return null
  const ip = family === 4 ? 'ip' : 'ip6'
  const fields = (set.values[1] ?? '')
    .split(',')
    .map((side) => ({ name: side === 'src' ? (`${ip}.source` as const) : (`${ip}.destination` as const), mask: null }))
  return [{ kind: 'compare', fields, negated: set.negated, values: { kind: 'unreadable', text } }]
}
