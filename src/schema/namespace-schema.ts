// The facts of one network namespace as a snapshot holds them.
import * as z from 'zod'
import type { FdbEntry, Link, Neighbour, PolicyRule, Route, Socket, Unread } from '../model/namespace.ts'

const text = z.string()
const nullableText = z.string().nullable()
const flags = z.array(z.string())
export const familySchema = z.union([z.literal(4), z.literal(6)], { error: '4 or 6' })
export const protocolSchema = z.enum(['tcp', 'udp'])
const ports = z.object({ from: z.number(), to: z.number() }).nullable()

export const linkSchema = z.object({
  index: z.number(),
  name: text,
  kind: z.enum([
    'loopback',
    'veth',
    'bridge',
    'vxlan',
    'geneve',
    'macvlan',
    'ipvlan',
    'vlan',
    'tun',
    'dummy',
    'bond',
    'vrf',
    'wireguard',
    'physical',
    'other',
  ]),
  kindName: text,
  macAddress: text,
  mtuBytes: z.number(),
  up: z.boolean(),
  carrier: z.boolean(),
  noArp: z.boolean(),
  master: nullableText,
  peer: z.object({ namespace: nullableText, index: z.number() }).nullable(),
  addresses: z.array(
    z.object({ family: familySchema, address: text, prefixLength: z.number(), peer: nullableText, scope: text, flags }),
  ),
  bridge: z.object({ vlanFiltering: z.boolean(), netfilterCall4: z.boolean(), netfilterCall6: z.boolean() }).nullable(),
  port: z
    .object({ state: text, hairpin: z.boolean(), isolated: z.boolean(), learning: z.boolean(), flood: z.boolean() })
    .nullable(),
  vxlan: z
    .object({
      id: z.number(),
      remote: nullableText,
      local: nullableText,
      port: z.number(),
      link: nullableText,
      learning: z.boolean(),
    })
    .nullable(),
  macvlanMode: nullableText,
}) satisfies z.ZodType<Link>

export const routeSchema = z.object({
  family: familySchema,
  table: text,
  type: z.enum([
    'unicast',
    'local',
    'broadcast',
    'multicast',
    'anycast',
    'unreachable',
    'blackhole',
    'prohibit',
    'throw',
  ]),
  destination: text,
  gateway: nullableText,
  link: nullableText,
  preferredSource: nullableText,
  metric: z.number(),
  scope: text,
  tos: z.number(),
  onlink: z.boolean(),
  mtuBytes: z.number().nullable(),
  flags,
  nextHops: z.array(z.object({ gateway: nullableText, link: text, weight: z.number(), flags })),
  text,
}) satisfies z.ZodType<Route>

export const policyRuleSchema = z.object({
  family: familySchema,
  priority: z.number(),
  not: z.boolean(),
  from: nullableText,
  to: nullableText,
  mark: z.object({ value: z.number(), mask: z.number() }).nullable(),
  incomingLink: nullableText,
  outgoingLink: nullableText,
  protocol: nullableText,
  sourcePorts: ports,
  destinationPorts: ports,
  tos: z.number().nullable(),
  action: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('lookup'), table: text }),
    z.object({ kind: z.literal('goto'), priority: z.number() }),
    z.object({ kind: z.enum(['nop', 'blackhole', 'unreachable', 'prohibit']) }),
  ]),
  suppressPrefixLength: z.number().nullable(),
  unknown: z.array(text),
  text,
}) satisfies z.ZodType<PolicyRule>

export const neighbourSchema = z.object({
  family: familySchema,
  link: text,
  address: text,
  macAddress: nullableText,
  state: z.enum(['reachable', 'stale', 'delay', 'probe', 'incomplete', 'failed', 'permanent', 'noarp', 'none']),
  proxy: z.boolean(),
  text,
}) satisfies z.ZodType<Neighbour>

export const forwardingSchema = z.object({
  link: text,
  macAddress: text,
  master: nullableText,
  destination: nullableText,
  flags,
  state: text,
  text,
}) satisfies z.ZodType<FdbEntry>

export const socketSchema = z.object({
  protocol: protocolSchema,
  family: familySchema,
  state: text,
  address: text,
  port: z.number(),
  link: nullableText,
  v6only: z.boolean(),
  queue: z.object({ length: z.number(), limit: z.number() }),
  processes: z.array(z.object({ name: text, pid: z.number() })),
  text,
}) satisfies z.ZodType<Socket>

export const unreadSchema = z.object({
  what: z.enum([
    'links',
    'routes',
    'policy-rules',
    'neighbours',
    'forwarding',
    'nft',
    'iptables-nft',
    'iptables-legacy',
    'sockets',
    'sysctls',
    'resolv.conf',
    'hosts',
  ]),
  family: familySchema.nullable(),
  why: text,
}) satisfies z.ZodType<Unread>

export const roleSchema = z.enum(['pod', 'node', 'host', 'container', 'lan'])
