// Snapshots written by hand for tests of the model: namespaces, veths between them, addresses, routes, rules and sockets in few words.
import type { Link, Namespace, Role, Route, RouteType, Socket } from '../src/model/namespace.ts'
import type { Family, Protocol } from '../src/model/packet.ts'
import type { Ruleset } from '../src/model/ruleset.ts'
import type { Snapshot } from '../src/model/snapshot.ts'

type Draft = {
  -readonly [Key in keyof Namespace]: Namespace[Key] extends readonly (infer Item)[] ? Item[] : Namespace[Key]
}

export class SmallNetwork {
  readonly #namespaces = new Map<string, Draft>()

  namespace(name: string, role: Role, node: string | null = null): this {
    this.#namespaces.set(name, {
      name,
      role,
      node,
      links: [],
      routes: [],
      policyRules: [
        ...([4, 6] as const).flatMap((family) => [
          policyRule(family, 0, 'local'),
          policyRule(family, 32_766, 'main'),
          policyRule(family, 32_767, 'default'),
        ]),
      ],
      neighbours: [],
      forwarding: [],
      rulesets: [],
      sockets: [],
      sysctls: { 'net.ipv6.conf.all.forwarding': '0', 'net.bridge.bridge-nf-call-iptables': '1' },
      resolvConf: null,
      hosts: null,
      unread: [],
    })
    this.#addLink(name, { ...link('lo', 1, 'loopback'), macAddress: '00:00:00:00:00:00' })
    return this.address(name, 'lo', '127.0.0.1/8')
  }

  bridge(namespace: string, name: string, address: string): this {
    const index = this.#draft(namespace).links.length + 1
    this.#addLink(namespace, {
      ...link(name, index, 'bridge'),
      macAddress: macAddress(namespace, name),
      bridge: { vlanFiltering: false, netfilterCall4: false, netfilterCall6: false },
    })
    return this.address(namespace, name, address)
  }

  /** `[namespace, link]` at each end; a bridge's name as the third makes that end its port. */
  veth(one: readonly [string, string, string?], other: readonly [string, string, string?]): this {
    const indexes = [one, other].map(([namespace]) => this.#draft(namespace).links.length + 1)
    for (const [side, [namespace, name, master]] of [one, other].entries()) {
      const [peer] = side === 0 ? other : one
      this.#addLink(namespace, {
        ...link(name, indexes[side] ?? 0, 'veth'),
        macAddress: macAddress(namespace, name),
        master: master ?? null,
        peer: { namespace: peer, index: indexes[1 - side] ?? 0 },
        port: master ? { state: 'forwarding', hairpin: false, isolated: false, learning: true, flood: true } : null,
      })
    }
    return this
  }

  /** With the local and connected routes that the kernel adds. */
  address(namespace: string, linkName: string, address: string): this {
    const [text = '', length = '32'] = address.split('/')
    const family: Family = text.includes(':') ? 6 : 4
    const draft = this.#draft(namespace)
    const entry = { family, address: text, prefixLength: Number(length), peer: null, scope: 'global', flags: [] }
    draft.links = draft.links.map((one) =>
      one.name === linkName ? { ...one, addresses: [...one.addresses, entry] } : one,
    )
    this.#addRoute(namespace, {
      ...route(family, 'local', hostPrefix(text), linkName),
      table: 'local',
      preferredSource: text,
    })
    if (Number(length) < (family === 4 ? 32 : 128)) {
      this.#addRoute(namespace, { ...route(family, 'unicast', address, linkName), preferredSource: text })
    }
    return this
  }

  route(
    namespace: string,
    destination: string,
    gateway: string | null,
    linkName: string | null,
    type: RouteType = 'unicast',
  ): this {
    const family: Family = destination.includes(':') ? 6 : 4
    return this.#addRoute(namespace, { ...route(family, type, destination, linkName), gateway })
  }

  sysctl(namespace: string, name: string, value: string): this {
    const draft = this.#draft(namespace)
    draft.sysctls = { ...draft.sysctls, [name]: value }
    return this
  }

  /** ip_forward=1: `forwarding` of every link that is there now. */
  forwarding(namespace: string): this {
    this.sysctl(namespace, 'net.ipv6.conf.all.forwarding', '1')
    for (const { name } of this.#draft(namespace).links) this.sysctl(namespace, `net.ipv4.conf.${name}.forwarding`, '1')
    return this
  }

  rules(namespace: string, ruleset: Ruleset): this {
    this.#draft(namespace).rulesets.push(ruleset)
    return this
  }

  listen(
    namespace: string,
    address: string,
    port: number,
    protocol: Protocol = 'tcp',
    queue = { length: 0, limit: 511 },
  ): this {
    const socket: Socket = {
      protocol,
      family: address.includes(':') ? 6 : 4,
      state: protocol === 'tcp' ? 'LISTEN' : 'UNCONN',
      address,
      port,
      link: null,
      v6only: false,
      queue,
      processes: [],
      text: `LISTEN ${address}:${port}`,
    }
    this.#draft(namespace).sockets.push(socket)
    return this
  }

  snapshot(): Snapshot {
    return {
      apiVersion: 'fairlead.dev/v1',
      kind: 'Snapshot',
      version: 1,
      takenAt: '2026-01-01T00:00:00Z',
      clusterDomain: 'cluster.local',
      podCidrs: ['10.244.0.0/16'],
      serviceCidrs: ['10.96.0.0/16'],
      namespaces: [...this.#namespaces.values()],
      kubernetes: [],
      docker: null,
      measurements: [],
      nameMeasurements: [],
    }
  }

  #draft(name: string): Draft {
    const draft = this.#namespaces.get(name)
    if (!draft) throw new Error(`no namespace ${name}`)
    return draft
  }

  #addLink(namespace: string, added: Link): void {
    this.#draft(namespace).links.push(added)
  }

  #addRoute(namespace: string, added: Route): this {
    this.#draft(namespace).routes.push(added)
    return this
  }
}

/** A pod on a node's bridge, the node on the host's bridge, a server on the host: the shortest way through all that matters. */
export function podNodeHost(): SmallNetwork {
  return new SmallNetwork()
    .namespace('host', 'host')
    .bridge('host', 'br0', '172.18.0.1/16')
    .namespace('node', 'node')
    .veth(['node', 'eth0'], ['host', 'v-node', 'br0'])
    .address('node', 'eth0', '172.18.0.2/16')
    .bridge('node', 'cni0', '10.244.1.1/24')
    .namespace('pod', 'pod', 'node')
    .veth(['pod', 'eth0'], ['node', 'v-pod', 'cni0'])
    .address('pod', 'eth0', '10.244.1.10/24')
    .route('pod', '0.0.0.0/0', '10.244.1.1', 'eth0')
    .route('node', '0.0.0.0/0', '172.18.0.1', 'eth0')
    .route('host', '10.244.1.0/24', '172.18.0.2', 'br0')
    .forwarding('node')
    .forwarding('host')
}

function link(name: string, index: number, kind: Link['kind']): Link {
  return {
    index,
    name,
    kind,
    kindName: kind,
    macAddress: '',
    mtuBytes: 1500,
    up: true,
    carrier: true,
    noArp: false,
    master: null,
    peer: null,
    addresses: [],
    bridge: null,
    port: null,
    vxlan: null,
    macvlanMode: null,
  }
}

function route(family: Family, type: RouteType, destination: string, linkName: string | null): Route {
  return {
    family,
    table: 'main',
    type,
    destination,
    gateway: null,
    link: linkName,
    preferredSource: null,
    metric: 0,
    scope: 'global',
    tos: 0,
    onlink: false,
    mtuBytes: null,
    flags: [],
    nextHops: [],
    text: `${type} ${destination}`,
  }
}

function policyRule(family: Family, priority: number, table: string): Namespace['policyRules'][number] {
  return {
    family,
    priority,
    not: false,
    from: null,
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
    text: `${priority}: from all lookup ${table}`,
  }
}

function hostPrefix(address: string): string {
  return `${address}/${address.includes(':') ? 128 : 32}`
}

/** Distinct for each name, and locally administered. */
function macAddress(namespace: string, name: string): string {
  let hash = 0
  for (const letter of `${namespace} ${name}`) hash = (Math.imul(hash, 31) + letter.charCodeAt(0)) >>> 0
  const bytes = [24, 16, 8, 0].map((shift) => ((hash >>> shift) & 0xff).toString(16).padStart(2, '0'))
  return ['02', '00', ...bytes].join(':')
}
