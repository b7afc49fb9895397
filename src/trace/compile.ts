// Turns a snapshot, once, into a network that packets can be followed through fast.
import type { Link, Namespace, Neighbour, PolicyRule, Route, Socket } from '../model/namespace.ts'
import type { Family } from '../model/packet.ts'
import type { FactId, Snapshot } from '../model/snapshot.ts'
import { parseAddress, parsePrefix } from './address.ts'
import { compileNetfilter, type Netfilter } from './netfilter/compile-netfilter.ts'
import { PrefixTable } from './prefix-table.ts'

export interface Network {
  readonly snapshot: Snapshot
  readonly namespaces: ReadonlyMap<string, NamespaceModel>
  /** VXLAN devices by the address of the namespace that they end in, for tunnels: `ADDRESS PORT VNI`. */
  readonly tunnelEnds: ReadonlyMap<string, { readonly namespace: NamespaceModel; readonly link: Link }>
}

export interface NamespaceModel {
  readonly name: string
  readonly facts: Namespace
  readonly links: ReadonlyMap<string, Link>
  readonly linksByIndex: ReadonlyMap<number, Link>
  readonly ports: ReadonlyMap<string, readonly Link[]>
  /** Addresses as text → links that carry them. */
  readonly localLinks: ReadonlyMap<string, readonly Link[]>
  readonly policyRules: Readonly<Record<Family, readonly PolicyRuleModel[]>>
  readonly tables: ReadonlyMap<string, PrefixTable<RouteModel>>
  readonly neighbours: ReadonlyMap<string, NeighbourModel>
  readonly sockets: ReadonlyMap<string, readonly SocketModel[]>
  readonly netfilter: Netfilter
  sysctl(name: string): string | null
  sysctlFact(name: string): FactId
}

export interface RouteModel {
  readonly route: Route
  readonly fact: FactId
}
export interface PolicyRuleModel {
  readonly rule: PolicyRule
  readonly fact: FactId
}
export interface NeighbourModel {
  readonly entry: Neighbour
  readonly fact: FactId
}
export interface SocketModel {
  readonly socket: Socket
  readonly fact: FactId
}

export function compile(snapshot: Snapshot): Network {
  const namespaces = new Map(snapshot.namespaces.map((facts) => [facts.name, compileNamespace(facts)] as const))
  const tunnelEnds = new Map<string, { namespace: NamespaceModel; link: Link }>()
  for (const namespace of namespaces.values()) {
    for (const link of namespace.facts.links) {
      if (!link.vxlan || !link.up) continue
      for (const address of namespace.localLinks.keys()) {
        tunnelEnds.set(`${address} ${link.vxlan.port} ${link.vxlan.id}`, { namespace, link })
      }
    }
  }
  return { snapshot, namespaces, tunnelEnds }
}

export function tableKey(family: Family, table: string): string {
  return `${family} ${table}`
}

export function neighbourKey(link: string, address: string): string {
  return `${link} ${address}`
}

export function socketKey(protocol: string, port: number): string {
  return `${protocol} ${port}`
}

/** The address of a link by which a namespace is known to its neighbours; null when it has none of that family. */
export function firstAddress(link: Link, family: Family): string | null {
  const usable = link.addresses.filter((entry) => entry.family === family && !entry.flags.includes('tentative'))
  const wide = usable.find((entry) => entry.scope !== 'link')
  return (wide ?? usable[0])?.address ?? null
}

function compileNamespace(facts: Namespace): NamespaceModel {
  const links = new Map(facts.links.map((link) => [link.name, link] as const))
  const ports = new Map<string, Link[]>()
  const localLinks = new Map<string, Link[]>()
  for (const link of facts.links) {
    if (link.master) ports.set(link.master, [...(ports.get(link.master) ?? []), link])
    for (const entry of link.addresses) {
      const text = parseAddress(entry.address)?.text ?? entry.address
      localLinks.set(text, [...(localLinks.get(text) ?? []), link])
    }
  }
  // `flannel.1` stands as `flannel/1` in the keys, and with its dot in what asks for them.
  const dotted = new Map(
    Object.keys(facts.sysctls)
      .filter((key) => key.includes('/'))
      .map((key) => [key.replaceAll('/', '.'), key] as const),
  )
  const sysctlKey = (name: string): string => dotted.get(name) ?? name
  return {
    name: facts.name,
    facts,
    links,
    linksByIndex: new Map(facts.links.map((link) => [link.index, link] as const)),
    ports,
    localLinks,
    policyRules: { 4: compilePolicyRules(facts, 4), 6: compilePolicyRules(facts, 6) },
    tables: compileTables(facts),
    neighbours: new Map(
      facts.neighbours.map((entry, index) => [
        neighbourKey(entry.link, (entry.proxy ? 'proxy ' : '') + entry.address),
        { entry, fact: `${facts.name}#neighbour/${index}` },
      ]),
    ),
    sockets: compileSockets(facts),
    netfilter: compileNetfilter(facts),
    sysctl: (name) => facts.sysctls[sysctlKey(name)] ?? null,
    sysctlFact: (name) => `${facts.name}#sysctl/${sysctlKey(name)}`,
  }
}

function compilePolicyRules(facts: Namespace, family: Family): PolicyRuleModel[] {
  return facts.policyRules
    .map((rule, index) => ({ rule, fact: `${facts.name}#policy-rule/${index}` }))
    .filter(({ rule }) => rule.family === family)
    .sort((left, right) => left.rule.priority - right.rule.priority)
}

function compileTables(facts: Namespace): Map<string, PrefixTable<RouteModel>> {
  const tables = new Map<string, PrefixTable<RouteModel>>()
  facts.routes.forEach((route, index) => {
    const prefix = parsePrefix(route.destination)
    if (!prefix) return
    const key = tableKey(route.family, route.table)
    let table = tables.get(key)
    if (!table) {
      table = new PrefixTable<RouteModel>(route.family)
      tables.set(key, table)
    }
    table.add(prefix, { route, fact: `${facts.name}#route/${index}` })
  })
  return tables
}

function compileSockets(facts: Namespace): Map<string, SocketModel[]> {
  const sockets = new Map<string, SocketModel[]>()
  facts.sockets.forEach((socket, index) => {
    const key = socketKey(socket.protocol, socket.port)
    const model = { socket, fact: `${facts.name}#socket/${index}` }
    sockets.set(key, [...(sockets.get(key) ?? []), model])
  })
  return sockets
}
