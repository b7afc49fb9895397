// Parses ports: -m udp, sctp, dccp, udplite; -m multiport; and -m iprange, addresses in ranges.
import type { FieldName, Match, Value } from '../../../model/ruleset.ts'
import { compare, compareEither } from '../../compare.ts'
import { looksLikeAddress } from '../compare-address.ts'
import type { RuleOption } from '../rule-option.ts'
import { eachOption } from './match-parser.ts'
import { numberRange } from './number-value.ts'

export const ports = eachOption(portOption)

/** --sport and --dport; null for any other option. */
export function portOption({ name, negated, values }: RuleOption): Match | null {
  const field = name === '--sport' ? 'port.source' : name === '--dport' ? 'port.destination' : null
  const value = numberRange(values[0])
  return field && value && values.length === 1 ? compare(field, [value], { negated }) : null
}

export const multiport = eachOption(({ name, negated, values }) => {
  const list = (values[0] ?? '').split(',').map((text) => numberRange(text))
  if (values.length !== 1 || !list.every((value) => value !== null)) return null
  return multiportMatch(name, list, negated)
})

function multiportMatch(name: string, list: readonly Value[], negated: boolean): Match | null {
  if (name === '--sports') return compare('port.source', list, { negated })
  if (name === '--dports') return compare('port.destination', list, { negated })
  if (name !== '--ports') return null
  return compareEither({ name: 'port.source', values: list }, { name: 'port.destination', values: list }, negated)
}

export const ipRange = eachOption(({ name, negated, values }, { family }) => {
  const ip = family === 4 ? 'ip' : 'ip6'
  const field: FieldName | null =
    name === '--src-range' ? `${ip}.source` : name === '--dst-range' ? `${ip}.destination` : null
  const [from = '', to = from] = (values[0] ?? '').split('-')
  if (!field || !looksLikeAddress(from, family) || !looksLikeAddress(to, family)) return null
  return compare(field, [{ kind: 'range', from, to }], { negated })
})
