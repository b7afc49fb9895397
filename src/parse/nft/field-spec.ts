// What the model calls each thing that an nft rule can look at, how its values are written, and which protocol it takes for granted.
import type { FieldName } from '../../model/ruleset.ts'

export type ValueKind =
  | 'address'
  | 'number'
  | 'mark'
  | 'name'
  | 'link'
  | 'link-index'
  | 'link-group'
  | 'protocol'
  | 'ether-protocol'
  | 'ip-version'
  | 'icmp'
  | 'icmpv6'
  | 'dscp'
  | 'tcp-flags'
  | 'packet-type'
  | 'yes-no'
  | 'link-found'
  | 'any-kind'

export interface FieldSpec {
  readonly name: FieldName
  readonly kind: ValueKind
  /** nft leaves these matches out of what it prints. */
  readonly nfproto?: 'ipv4' | 'ipv6'
  readonly l4proto?: string
}

/** Keys: `PROTOCOL FIELD` of a payload. */
export function payloadField(protocol: string, field: string): FieldSpec | null {
  const transport = transports.has(protocol) && ports.get(field)
  if (transport) return { name: transport, kind: 'number', ...(protocol === 'th' ? {} : { l4proto: protocol }) }
  return payloads.get(`${protocol} ${field}`) ?? null
}

export function metaField(key: string): FieldSpec | null {
  return metas.get(key) ?? null
}

export function ctField(key: string, direction: string | null): FieldSpec | null {
  return cts.get(direction === null ? key : `${direction} ${key}`) ?? null
}

const transports: ReadonlySet<string> = new Set(['tcp', 'udp', 'sctp', 'dccp', 'udplite', 'th'])

const ports: ReadonlyMap<string, FieldName> = new Map([
  ['sport', 'port.source'],
  ['dport', 'port.destination'],
])

const payloads: ReadonlyMap<string, FieldSpec> = new Map<string, FieldSpec>([
  ['ip saddr', { name: 'ip.source', kind: 'address', nfproto: 'ipv4' }],
  ['ip daddr', { name: 'ip.destination', kind: 'address', nfproto: 'ipv4' }],
  ['ip protocol', { name: 'meta.l4proto', kind: 'protocol', nfproto: 'ipv4' }],
  ['ip length', { name: 'ip.length', kind: 'number', nfproto: 'ipv4' }],
  ['ip ttl', { name: 'ip.ttl', kind: 'number', nfproto: 'ipv4' }],
  ['ip dscp', { name: 'ip.dscp', kind: 'dscp', nfproto: 'ipv4' }],
  ['ip6 saddr', { name: 'ip6.source', kind: 'address', nfproto: 'ipv6' }],
  ['ip6 daddr', { name: 'ip6.destination', kind: 'address', nfproto: 'ipv6' }],
  ['ip6 nexthdr', { name: 'meta.l4proto', kind: 'protocol', nfproto: 'ipv6' }],
  ['ip6 hoplimit', { name: 'ip.ttl', kind: 'number', nfproto: 'ipv6' }],
  ['ip6 dscp', { name: 'ip.dscp', kind: 'dscp', nfproto: 'ipv6' }],
  ['tcp flags', { name: 'tcp.flags', kind: 'tcp-flags', l4proto: 'tcp' }],
  ['icmp type', { name: 'icmp.type', kind: 'icmp', nfproto: 'ipv4', l4proto: 'icmp' }],
  ['icmpv6 type', { name: 'icmpv6.type', kind: 'icmpv6', nfproto: 'ipv6', l4proto: 'icmpv6' }],
  ['ether saddr', { name: 'ether.source', kind: 'name' }],
  ['ether daddr', { name: 'ether.destination', kind: 'name' }],
  ['ether type', { name: 'ether.type', kind: 'ether-protocol' }],
])

const metas: ReadonlyMap<string, FieldSpec> = new Map<string, FieldSpec>([
  ['nfproto', { name: 'meta.nfproto', kind: 'name' }],
  ['l4proto', { name: 'meta.l4proto', kind: 'protocol' }],
  ['protocol', { name: 'ether.type', kind: 'ether-protocol' }],
  ['mark', { name: 'meta.mark', kind: 'mark' }],
  ['length', { name: 'meta.length', kind: 'number' }],
  ['iif', { name: 'meta.iifname', kind: 'link-index' }],
  ['oif', { name: 'meta.oifname', kind: 'link-index' }],
  ['iifname', { name: 'meta.iifname', kind: 'link' }],
  ['oifname', { name: 'meta.oifname', kind: 'link' }],
  ['iifkind', { name: 'meta.iifkind', kind: 'name' }],
  ['oifkind', { name: 'meta.oifkind', kind: 'name' }],
  ['iifgroup', { name: 'meta.iifgroup', kind: 'link-group' }],
  ['oifgroup', { name: 'meta.oifgroup', kind: 'link-group' }],
  ['pkttype', { name: 'meta.pkttype', kind: 'packet-type' }],
  ['skuid', { name: 'meta.skuid', kind: 'number' }],
  ['skgid', { name: 'meta.skgid', kind: 'number' }],
  ['cgroup', { name: 'meta.cgroup', kind: 'number' }],
  ['ibrname', { name: 'meta.ibrname', kind: 'link' }],
  ['obrname', { name: 'meta.obrname', kind: 'link' }],
])

const cts: ReadonlyMap<string, FieldSpec> = new Map<string, FieldSpec>([
  ['state', { name: 'ct.state', kind: 'name' }],
  ['status', { name: 'ct.status', kind: 'name' }],
  ['direction', { name: 'ct.direction', kind: 'name' }],
  ['mark', { name: 'ct.mark', kind: 'mark' }],
  ['zone', { name: 'ct.zone', kind: 'number' }],
  ['protocol', { name: 'ct.original.protocol', kind: 'protocol' }],
  ['original protocol', { name: 'ct.original.protocol', kind: 'protocol' }],
  ...['saddr', 'ip saddr', 'ip6 saddr'].flatMap((key): [string, FieldSpec][] => [
    [`original ${key}`, { name: 'ct.original.source', kind: 'address', ...family(key) }],
    [`reply ${key}`, { name: 'ct.reply.source', kind: 'address', ...family(key) }],
  ]),
  ...['daddr', 'ip daddr', 'ip6 daddr'].flatMap((key): [string, FieldSpec][] => [
    [`original ${key}`, { name: 'ct.original.destination', kind: 'address', ...family(key) }],
    [`reply ${key}`, { name: 'ct.reply.destination', kind: 'address', ...family(key) }],
  ]),
  ['original proto-src', { name: 'ct.original.source-port', kind: 'number' }],
  ['original proto-dst', { name: 'ct.original.destination-port', kind: 'number' }],
])

function family(key: string): { readonly nfproto?: 'ipv4' | 'ipv6' } {
  if (key.startsWith('ip ')) return { nfproto: 'ipv4' }
  return key.startsWith('ip6 ') ? { nfproto: 'ipv6' } : {}
}
