// Parses -m icmp and -m icmp6: `--icmp-type 3/4`.
import { compare, exact } from '../../compare.ts'
import { eachOption } from './match-parser.ts'

export const icmp = eachOption(({ name, negated, values }) => {
  const field = name === '--icmp-type' ? 'icmp.type' : name === '--icmpv6-type' ? 'icmpv6.type' : null
  const type = values[0] ?? ''
  if (!field || values.length !== 1) return null
  if (type === 'any') return compare(field, [{ kind: 'any' }], { negated })
  return /^\d+(\/\d+)?$/.test(type) ? compare(field, [exact(type)], { negated }) : null
})
