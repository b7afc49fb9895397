// The JSON of `fairlead trace`.
import * as z from 'zod'
import { at, delayMs, header, outcome, port, status, verdictKind } from './document-parts.ts'

const packet = z.object({
  protocol: z.enum(['tcp', 'udp', 'icmp', 'icmpv6']),
  source: z.string(),
  sourcePort: port,
  destination: z.string(),
  destinationPort: port,
})

/** Where the name gives no address no packet is sent. */
const unsentPacket = packet.extend({ source: z.null(), sourcePort: z.null(), destination: z.null() })

const text = z.string().min(1)

const step = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('policy-rule'), text }),
  z.object({
    kind: z.literal('route'),
    text,
    destination: z.string(),
    gateway: z.string().nullable(),
    link: z.string().nullable(),
    source: z.string().nullable(),
  }),
  z.object({
    kind: z.literal('neighbour'),
    text,
    address: z.string(),
    link: z.string(),
    macAddress: z.string().nullable(),
    owner: z.string().nullable(),
  }),
  z.object({
    kind: z.literal('bridge'),
    text,
    bridge: z.string(),
    fromPort: z.string().nullable(),
    toPort: z.string().nullable(),
  }),
  z.object({
    kind: z.literal('netfilter'),
    text,
    hook: z.string(),
    verdict: z.enum(['accept', 'drop', 'reject', 'jump', 'goto', 'return', 'nat', 'mark', 'notrack', 'undetermined']),
    family: z.enum(['ip', 'ip6', 'inet', 'arp', 'bridge', 'netdev']).nullable(),
    table: z.string().nullable(),
    chain: z.string().nullable(),
    index: z.int().min(1).nullable().describe('number of the rule in its chain, from 1; null for a policy'),
    backend: z.enum(['nft', 'iptables-nft', 'iptables-legacy']).nullable(),
  }),
  z.object({ kind: z.literal('nat'), text, before: packet, after: packet }),
  z.object({ kind: z.enum(['encapsulate', 'decapsulate']), text, outer: packet }),
  z.object({
    kind: z.literal('check'),
    text,
    check: z.enum(['forwarding', 'rp_filter', 'martian', 'mtu', 'link', 'route_localnet', 'ttl']),
    passed: z.boolean(),
  }),
  z.object({ kind: z.literal('socket'), text, address: z.string(), port }),
  z.object({ kind: z.literal('cross'), text, toNamespace: z.string(), toLink: z.string() }),
])

const hop = z.object({
  id: z.int().min(1),
  stage: z.int().min(1).max(7),
  namespace: z.string(),
  link: z.string().nullable(),
  steps: z.array(step),
})

const stageEntry = z.object({
  stage: z.int().min(1).max(7),
  title: text,
  applies: z.boolean(),
  why: z.string().nullable(),
  hops: z.array(z.int().min(1)),
})

const verdict = z.object({
  kind: verdictKind,
  at,
  because: text,
  reason: text,
  evidence: z.array(z.string()),
})

const measured = z.object({
  status,
  why: z.string().nullable(),
  outcome: outcome.nullable(),
  delayMs: z.number().min(0).nullable(),
  attempts: z.array(z.object({ outcome, delayMs: z.number().min(0) })),
})

const path = z.object({
  when: text,
  share: z.number().min(0).max(1),
  packet: z.union([packet, unsentPacket], { error: 'a packet with all its addresses, or with none' }),
  hops: z.array(hop),
  stages: z.array(stageEntry).length(7),
  verdict,
  client: z.object({ outcome: outcome.nullable(), delayMs }),
  reply: z.object({ hops: z.array(hop), verdict: verdict.nullable().describe('null where nothing comes back') }),
  assumptions: z.array(z.object({ kind: text, text })),
  measured,
  agree: z.boolean().nullable(),
})

const name = z.object({
  query: text,
  type: z.enum(['A', 'AAAA', 'SRV']),
  server: z.string().nullable().describe('null where only the model answered'),
  rcode: z.string().nullable().describe('or the errno name, or timeout, when no answer came'),
  answers: z.array(z.object({ type: text, data: text, ttlSeconds: z.int().min(0).nullable() })),
})

export const traceSchema = z.object({
  ...header('Trace'),
  from: text,
  to: text,
  names: z.array(name),
  paths: z.array(path),
})
