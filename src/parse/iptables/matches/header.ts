// Parses matches on single fields of the packet: length, ttl and hl, dscp, mac, pkttype.
import { compare, exact } from '../../compare.ts'
import { eachOption } from './match-parser.ts'
import { decimal, numberRange } from './number-value.ts'

/** The whole packet: IPv4's total length, for IPv6 payload and header (net/netfilter/xt_length.c). */
export const length = eachOption(({ name, negated, values }, { family }) => {
  const value = numberRange(values[0])
  return name === '--length' && value ? compare(family === 4 ? 'ip.length' : 'meta.length', [value], { negated }) : null
})

export const hopLimit = eachOption(({ name, negated, values }) => {
  const number = decimal(values[0])
  if (number === null) return null
  if (name.endsWith('-eq')) return compare('ip.ttl', [exact(number)], { negated })
  // Less than 0 and more than 255 hold for no packet; a range cannot say so.
  if (name.endsWith('-lt') && Number(number) > 0)
    return compare('ip.ttl', [{ kind: 'range', from: '0', to: String(Number(number) - 1) }], { negated })
  if (name.endsWith('-gt') && Number(number) < 255)
    return compare('ip.ttl', [{ kind: 'range', from: String(Number(number) + 1), to: '255' }], { negated })
  return null
})

export const dscp = eachOption(({ name, negated, values }) => {
  const number = decimal(values[0])
  return name === '--dscp' && number !== null ? compare('ip.dscp', [exact(number)], { negated }) : null
})

export const macSource = eachOption(({ name, negated, values }) =>
  name === '--mac-source' && values[0] !== undefined
    ? compare('ether.source', [exact(values[0].toLowerCase())], { negated })
    : null,
)

export const packetType = eachOption(({ name, negated, values }) => {
  const type = values[0] === 'unicast' ? 'host' : values[0]
  const known = type === 'host' || type === 'broadcast' || type === 'multicast'
  return name === '--pkt-type' && known ? compare('meta.pkttype', [exact(type)], { negated }) : null
})
