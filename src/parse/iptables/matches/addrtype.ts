// Parses -m addrtype: what the routing tables say an address is.
import type { FieldName, Match } from '../../../model/ruleset.ts'
import { compare, exact } from '../../compare.ts'
import type { MatchParser } from './match-parser.ts'

export const addrtype: MatchParser = (options) => {
  const matches: Match[] = []
  // The model's link-bound look-up is by the incoming link; --limit-iface-out is not known.
  const link = options.some((option) => option.name === '--limit-iface-in') ? '-link' : ''
  for (const { name, negated, values } of options) {
    if (name === '--limit-iface-in') continue
    const field: FieldName | null =
      name === '--src-type' ? `fib.source-type${link}` : name === '--dst-type' ? `fib.destination-type${link}` : null
    const types = (values[0] ?? '').split(',').map((type) => type.toLowerCase())
    if (!field || !types.every((type) => known.has(type))) return null
    matches.push(compare(field, types.map(exact), { negated }))
  }
  return matches
}

const known: ReadonlySet<string> = new Set([
  'unspec',
  'unicast',
  'local',
  'broadcast',
  'anycast',
  'multicast',
  'blackhole',
  'unreachable',
  'prohibit',
  'throw',
])
