// A small network written by hand for the tests of rules: a pod, its node, the host and a machine of the LAN.
import type { Connection } from '../../src/model/connection.ts'
import type {
  Link,
  LinkAddress,
  Namespace,
  Neighbour,
  PolicyRule,
  Role,
  Route,
  Socket,
} from '../../src/model/namespace.ts'
import type { PacketSummary } from '../../src/model/packet.ts'
import type { Path, Verdict } from '../../src/model/path.ts'
import type { Backend, Chain, Rule as FirewallRule, Ruleset } from '../../src/model/ruleset.ts'
import type { DockerFacts, Snapshot } from '../../src/model/snapshot.ts'
import type { RuleFacts } from '../../src/rules/rule.ts'
import { compile } from '../../src/trace/compile.ts'

export type Changes = Readonly<Record<string, Partial<Namespace>>>

/** shop/web 10.244.1.10 - node-1 cni0 10.244.1.1, eth0 172.18.0.2 - host br-kind 172.18.0.1, eth0 192.168.50.10 - nas 192.168.50.20. */
export function snapshotByHand(changes: Changes = {}, docker: DockerFacts | null = null): Snapshot {
  const namespaces = [
    namespaceByHand('shop/web', 'pod', {
      node: 'node-1',
      links: [linkByHand(2, 'eth0', { addresses: ['10.244.1.10/24'], peer: { namespace: 'node-1', index: 4 } })],
      routes: [routeByHand('default via 10.244.1.1 dev eth0'), routeByHand('10.244.1.0/24 dev eth0')],
    }),
    namespaceByHand('node-1', 'node', {
      links: [
        linkByHand(2, 'eth0', { addresses: ['172.18.0.2/16'], peer: { namespace: 'host', index: 4 } }),
        linkByHand(3, 'cni0', { kind: 'bridge', addresses: ['10.244.1.1/24'] }),
        linkByHand(4, 'veth-web', { master: 'cni0', peer: { namespace: 'shop/web', index: 2 } }),
      ],
      routes: [
        routeByHand('default via 172.18.0.1 dev eth0'),
        routeByHand('172.18.0.0/16 dev eth0'),
        routeByHand('10.244.1.0/24 dev cni0'),
      ],
      sysctls: { 'net.ipv4.ip_forward': '1' },
    }),
    namespaceByHand('host', 'host', {
      links: [
        linkByHand(2, 'eth0', { addresses: ['192.168.50.10/24'], peer: { namespace: 'nas', index: 2 } }),
        linkByHand(3, 'br-kind', { kind: 'bridge', addresses: ['172.18.0.1/16'] }),
        linkByHand(4, 'veth-node-1', { master: 'br-kind', peer: { namespace: 'node-1', index: 2 } }),
      ],
      routes: [routeByHand('172.18.0.0/16 dev br-kind'), routeByHand('192.168.50.0/24 dev eth0')],
      sockets: [socketByHand('172.18.0.1', 5432, 'postgres', 812)],
    }),
    namespaceByHand('nas', 'lan', {
      links: [linkByHand(2, 'eth0', { addresses: ['192.168.50.20/24'], peer: { namespace: 'host', index: 2 } })],
      routes: [routeByHand('192.168.50.0/24 dev eth0')],
    }),
  ]
  return {
    apiVersion: 'fairlead.dev/v1',
    kind: 'Snapshot',
    version: 1,
    takenAt: '2026-01-01T00:00:00Z',
    clusterDomain: 'cluster.local',
    podCidrs: ['10.244.0.0/16'],
    serviceCidrs: ['10.96.0.0/16'],
    namespaces: namespaces.map((namespace) => ({ ...namespace, ...changes[namespace.name] })),
    kubernetes: [],
    docker,
    measurements: [],
    nameMeasurements: [],
  }
}

/** The network is compiled only when a rule asks for it. */
export function factsByHand(connections: readonly Connection[], snapshot: Snapshot = snapshotByHand()): RuleFacts {
  return {
    snapshot,
    services: [],
    connections,
    get network() {
      return compile(snapshot)
    },
  }
}

export function namespaceByHand(name: string, role: Role, facts: Partial<Namespace>): Namespace {
  return {
    name,
    role,
    node: null,
    links: [],
    routes: [],
    policyRules: [],
    neighbours: [],
    forwarding: [],
    rulesets: [],
    sockets: [],
    sysctls: {},
    resolvConf: null,
    hosts: null,
    unread: [],
    ...facts,
  }
}

export function linkByHand(
  index: number,
  name: string,
  facts: Partial<Omit<Link, 'addresses'>> & { addresses?: readonly string[] },
): Link {
  return {
    index,
    name,
    kind: 'veth',
    kindName: facts.kind ?? 'veth',
    macAddress: `02:00:00:00:00:${String(index).padStart(2, '0')}`,
    mtuBytes: 1500,
    up: true,
    carrier: true,
    noArp: false,
    master: null,
    peer: null,
    bridge: null,
    port: null,
    vxlan: null,
    macvlanMode: null,
    ...facts,
    addresses: (facts.addresses ?? []).map(addressByHand),
  }
}

function addressByHand(text: string): LinkAddress {
  const [address = '', length = ''] = text.split('/')
  return {
    family: address.includes(':') ? 6 : 4,
    address,
    prefixLength: Number(length),
    peer: null,
    scope: 'global',
    flags: [],
  }
}

/** From `ip route`'s own words: `blackhole 10.0.0.0/8`, `default via 10.0.0.1 dev eth0 table 100`. */
export function routeByHand(text: string): Route {
  const words = text.split(' ')
  const types = ['unreachable', 'blackhole', 'prohibit', 'throw', 'local'] as const
  const type = types.find((candidate) => candidate === words[0]) ?? 'unicast'
  const destination = words[type === 'unicast' ? 0 : 1] ?? 'default'
  const after = (word: string): string | null =>
    words.includes(word) ? (words[words.indexOf(word) + 1] ?? null) : null
  const family = text.includes(':') ? 6 : 4
  return {
    family,
    table: after('table') ?? 'main',
    type,
    destination: destination === 'default' ? (family === 6 ? '::/0' : '0.0.0.0/0') : destination,
    gateway: after('via'),
    link: after('dev'),
    preferredSource: null,
    metric: Number(after('metric') ?? 0),
    scope: 'global',
    tos: 0,
    onlink: false,
    mtuBytes: null,
    flags: [],
    nextHops: [],
    text,
  }
}

export function policyRuleByHand(priority: number, from: string, table: string): PolicyRule {
  return {
    family: 4,
    priority,
    not: false,
    from,
    to: null,
    mark: null,
    incomingLink: null,
    outgoingLink: null,
    protocol: null,
    sourcePorts: null,
    destinationPorts: null,
    tos: null,
    action: { kind: 'lookup', table },
    suppressPrefixLength: null,
    unknown: [],
    text: `${priority}: from ${from} lookup ${table}`,
  }
}

export function neighbourByHand(link: string, address: string, macAddress: string): Neighbour {
  const text = `${address} dev ${link} lladdr ${macAddress} PERMANENT`
  return { family: 4, link, address, macAddress, state: 'permanent', proxy: false, text }
}

export function socketByHand(
  address: string,
  port: number,
  process: string,
  pid: number,
  queue = { length: 0, limit: 128 },
): Socket {
  const end = address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
  return {
    protocol: 'tcp',
    family: address.includes(':') ? 6 : 4,
    state: 'LISTEN',
    address,
    port,
    link: null,
    v6only: false,
    queue,
    processes: [{ name: process, pid }],
    text: `LISTEN ${end} users:(("${process}",pid=${pid}))`,
  }
}

/** One table of one chain: rules as their tool prints them, numbered from 1. */
export function rulesetByHand(
  chain: {
    readonly backend?: Backend
    readonly table?: string
    readonly name: string
    readonly policy?: 'accept' | 'drop'
  },
  rules: readonly (string | Partial<FirewallRule>)[],
): Ruleset {
  const { backend = 'iptables-nft', table = 'filter', name, policy } = chain
  const made: Chain = {
    name,
    base: policy ? { hook: 'input', type: 'filter', priority: 0, policy, device: null } : null,
    rules: rules.map((rule, index) => ({
      number: index + 1,
      handle: backend === 'nft' ? index + 10 : null,
      text: '',
      comment: null,
      statements: [],
      ...(typeof rule === 'string' ? { text: rule } : rule),
    })),
  }
  return { backend, tables: [{ family: backend === 'nft' ? 'inet' : 'ip', name: table, chains: [made], sets: [] }] }
}

export const arrivedAtHost: PacketSummary = {
  protocol: 'tcp',
  source: '172.18.0.2',
  sourcePort: 40001,
  destination: '172.18.0.1',
  destinationPort: 5432,
}

export function verdictByHand(
  kind: Verdict['kind'],
  stage: Verdict['at']['stage'],
  namespace: string,
  reason: Verdict['reason'],
  evidence: readonly string[] = [],
): Verdict {
  return { kind, at: { stage, namespace }, reason, evidence }
}

export function pathByHand(verdict: Verdict, outcome: Path['client']['outcome'], more: Partial<Path> = {}): Path {
  return {
    choices: [],
    share: 1,
    packet: { ...arrivedAtHost, source: '10.244.1.10' },
    hops: [],
    verdict,
    arrived: arrivedAtHost,
    reply: null,
    client: { outcome, delayMs: { min: 0, max: 200 } },
    assumptions: [],
    reads: [],
    mended: [],
    ...more,
  }
}

/** From shop/web to Service shop/db. */
export function connectionByHand(paths: readonly Path[], more: Partial<Connection> = {}): Connection {
  return {
    from: { namespace: 'shop/web', node: 'node-1' },
    service: { namespace: 'shop', name: 'db', port: 5432 },
    to: { name: 'db', via: null, address: '10.96.0.20', port: 5432, protocol: 'tcp' },
    expected: null,
    asked: null,
    paths,
    beyond: [],
    measurement: null,
    agree: null,
    hypothetical: false,
    ...more,
  }
}
