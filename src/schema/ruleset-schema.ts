// Netfilter rulesets as a snapshot holds them.
import * as z from 'zod'
import type { FieldName, Ruleset } from '../model/ruleset.ts'

const value = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('exact'), value: z.string() }),
  z.object({ kind: z.literal('prefix'), prefix: z.string() }),
  z.object({ kind: z.literal('range'), from: z.string(), to: z.string() }),
  z.object({ kind: z.literal('starts-with'), start: z.string() }),
  z.object({ kind: z.literal('any') }),
])
const element = z.array(value)

const ruleVerdict = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['accept', 'drop', 'return', 'continue']) }),
  z.object({ kind: z.enum(['jump', 'goto']), chain: z.string() }),
  z.object({ kind: z.literal('queue'), bypass: z.boolean() }),
])

const mapEntry = z.object({ element, verdict: ruleVerdict })

/** Keys of a record, so that a field of the model that is missing here does not compile. */
const FIELDS: Readonly<Record<FieldName, true>> = {
  'ip.source': true,
  'ip.destination': true,
  'ip6.source': true,
  'ip6.destination': true,
  'ip.length': true,
  'ip.ttl': true,
  'ip.dscp': true,
  'ip.fragment': true,
  'meta.nfproto': true,
  'meta.l4proto': true,
  'meta.mark': true,
  'meta.length': true,
  'meta.iifname': true,
  'meta.oifname': true,
  'meta.iifkind': true,
  'meta.oifkind': true,
  'meta.iifgroup': true,
  'meta.oifgroup': true,
  'meta.pkttype': true,
  'meta.skuid': true,
  'meta.skgid': true,
  'meta.cgroup': true,
  'meta.ibrname': true,
  'meta.obrname': true,
  'port.source': true,
  'port.destination': true,
  'tcp.flags': true,
  'tcp.option': true,
  'icmp.type': true,
  'icmpv6.type': true,
  'ct.state': true,
  'ct.status': true,
  'ct.direction': true,
  'ct.mark': true,
  'ct.zone': true,
  'ct.original.source': true,
  'ct.original.destination': true,
  'ct.original.source-port': true,
  'ct.original.destination-port': true,
  'ct.original.protocol': true,
  'ct.reply.source': true,
  'ct.reply.destination': true,
  'fib.source-type': true,
  'fib.destination-type': true,
  'fib.source-type-link': true,
  'fib.destination-type-link': true,
  'fib.source-link': true,
  'fib.source-link-mark': true,
  'fib.source-any-link': true,
  'physdev.in': true,
  'physdev.out': true,
  'physdev.is-in': true,
  'physdev.is-out': true,
  'physdev.is-bridged': true,
  'socket.transparent': true,
  'socket.mark': true,
  'ether.source': true,
  'ether.destination': true,
  'ether.type': true,
  'numgen.random': true,
  'numgen.inc': true,
  'rt.mtu': true,
}

const field = z.object({ name: z.enum(Object.keys(FIELDS) as FieldName[]), mask: z.string().nullable() })

const setSource = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('inline'), elements: z.array(element) }),
  z.object({ kind: z.literal('named'), set: z.string() }),
  z.object({ kind: z.literal('unreadable'), text: z.string() }),
])

const mapSource = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('inline'), entries: z.array(mapEntry), modulus: z.number().nullable() }),
  z.object({ kind: z.literal('named'), map: z.string() }),
])

const match = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('compare'), fields: z.array(field), negated: z.boolean(), values: setSource }),
  z.object({ kind: z.literal('random'), probability: z.number() }),
  z.object({ kind: z.literal('nth'), every: z.number(), packet: z.number() }),
  z.object({ kind: z.literal('limit'), text: z.string(), over: z.boolean() }),
  z.object({
    kind: z.literal('recent'),
    text: z.string(),
    action: z.enum(['set', 'check', 'update', 'remove']),
    negated: z.boolean(),
  }),
  z.object({ kind: z.literal('unsupported'), text: z.string() }),
])

const family = z.union([z.literal(4), z.literal(6)], { error: '4 or 6' })

const natTarget = z.object({
  kind: z.enum(['dnat', 'snat', 'masquerade', 'redirect', 'netmap', 'tproxy']),
  family: family.nullable(),
  address: z.object({ from: z.string(), to: z.string() }).nullable(),
  ports: z.object({ from: z.number(), to: z.number() }).nullable(),
  flags: z.array(z.string()),
})

export const rejectKind = z.enum([
  'port-unreachable',
  'host-unreachable',
  'net-unreachable',
  'protocol-unreachable',
  'host-prohibited',
  'net-prohibited',
  'admin-prohibited',
  'no-route',
  'address-unreachable',
  'policy-fail',
  'reject-route',
  'tcp-reset',
])

const packetOrConnection = z.enum(['packet', 'connection'])

const statement = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('match'), match }),
  z.object({ kind: z.literal('verdict'), verdict: ruleVerdict }),
  z.object({ kind: z.literal('verdict-map'), fields: z.array(field), map: mapSource }),
  z.object({ kind: z.literal('nat'), nat: natTarget }),
  z.object({ kind: z.literal('reject'), with: rejectKind }),
  z.object({ kind: z.literal('set-mark'), which: packetOrConnection, keepMask: z.number(), xor: z.number() }),
  z.object({ kind: z.literal('copy-mark'), to: packetOrConnection, mask: z.number() }),
  z.object({ kind: z.literal('set-ttl'), change: z.enum(['set', 'add', 'subtract']), value: z.number() }),
  z.object({ kind: z.literal('notrack') }),
  z.object({ kind: z.literal('set-zone'), zone: z.number() }),
  z.object({ kind: z.literal('no-effect'), text: z.string() }),
  z.object({ kind: z.literal('unsupported'), text: z.string() }),
])

const rule = z.object({
  number: z.number(),
  handle: z.number().nullable(),
  text: z.string(),
  comment: z.string().nullable(),
  statements: z.array(statement),
})

const chain = z.object({
  name: z.string(),
  base: z
    .object({
      hook: z.enum(['prerouting', 'input', 'forward', 'output', 'postrouting', 'ingress', 'egress']),
      type: z.enum(['filter', 'nat', 'route']),
      priority: z.number(),
      policy: z.enum(['accept', 'drop']),
      device: z.string().nullable(),
    })
    .nullable(),
  rules: z.array(rule),
})

const namedSet = z.object({
  name: z.string(),
  kind: z.enum(['set', 'verdict-map', 'data-map']),
  elements: z.array(element),
  entries: z.array(mapEntry),
  dynamic: z.boolean(),
  unknown: z.array(z.string()),
})

export const rulesetSchema = z.object({
  backend: z.enum(['nft', 'iptables-nft', 'iptables-legacy']),
  tables: z.array(
    z.object({
      family: z.enum(['ip', 'ip6', 'inet', 'arp', 'bridge', 'netdev']),
      name: z.string(),
      chains: z.array(chain),
      sets: z.array(namedSet),
    }),
  ),
}) satisfies z.ZodType<Ruleset>
