// Netfilter rulesets as a snapshot holds them.
import * as z from 'zod'
import type { Ruleset } from '../model/ruleset.ts'

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

const FIELDS = [
  'ip.source',
  'ip.destination',
  'ip6.source',
  'ip6.destination',
  'ip.length',
  'ip.ttl',
  'ip.dscp',
  'ip.fragment',
  'meta.nfproto',
  'meta.l4proto',
  'meta.mark',
  'meta.length',
  'meta.iifname',
  'meta.oifname',
  'meta.iifkind',
  'meta.oifkind',
  'meta.iifgroup',
  'meta.oifgroup',
  'meta.pkttype',
  'meta.skuid',
  'meta.skgid',
  'meta.cgroup',
  'meta.ibrname',
  'meta.obrname',
  'port.source',
  'port.destination',
  'tcp.flags',
  'tcp.option',
  'icmp.type',
  'icmpv6.type',
  'ct.state',
  'ct.status',
  'ct.direction',
  'ct.mark',
  'ct.zone',
  'ct.original.source',
  'ct.original.destination',
  'ct.original.source-port',
  'ct.original.destination-port',
  'ct.original.protocol',
  'ct.reply.source',
  'ct.reply.destination',
  'fib.source-type',
  'fib.destination-type',
  'fib.source-type-link',
  'fib.destination-type-link',
  'fib.source-link',
  'physdev.in',
  'physdev.out',
  'physdev.is-in',
  'physdev.is-out',
  'physdev.is-bridged',
  'socket.transparent',
  'socket.mark',
  'ether.source',
  'ether.destination',
  'ether.type',
  'numgen.random',
  'numgen.inc',
  'rt.mtu',
] as const

const field = z.object({ name: z.enum(FIELDS), mask: z.string().nullable() })

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
