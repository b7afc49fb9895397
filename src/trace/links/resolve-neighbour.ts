// Which MAC address a packet gets for its next hop: from the neighbour table, or from whoever answers on the link.
// Source: net/core/neighbour.c neigh_event_send(), net/ipv4/arp.c arp_process(), net/ipv6/ndisc.c ndisc_recv_ns().
import type { Link } from '../../model/namespace.ts'
import type { Family } from '../../model/packet.ts'
import type { FactId } from '../../model/snapshot.ts'
import { parseAddress, parsePrefix, prefixContains } from '../address.ts'
import { type NamespaceModel, type Network, neighbourKey } from '../compile.ts'
import type { Recorder } from '../recorder.ts'
import { checkSource } from '../routing/check-source.ts'
import { lookupRoute } from '../routing/lookup-route.ts'
import { type ArpFilter, findArpFilter } from './arp-filter.ts'
import { hearSolicitation } from './hear-solicitation.ts'
import { type Receiver, receiverOf, segmentOf } from './segment.ts'

export type Resolution =
  | {
      readonly kind: 'resolved'
      readonly macAddress: string
      readonly owner: string | null
      readonly fact: FactId | null
    }
  /** The link needs no addresses (loopback, tun, NOARP). */
  | { readonly kind: 'not-needed' }
  | { readonly kind: 'unanswered'; readonly silent: string | null; readonly remembered: FactId | null }
  | { readonly kind: 'wrong'; readonly entry: FactId; readonly macAddress: string; readonly owner: string | null }
  /** A rule that is not followed stands between, on ARP or on neighbour discovery. */
  | { readonly kind: 'filtered'; readonly by: NamespaceModel; readonly filter: ArpFilter }
  | { readonly kind: 'claimed-twice'; readonly owners: readonly string[] }
  /** Somebody whose namespace was not read may answer. */
  | { readonly kind: 'open-end'; readonly link: string; readonly fact: FactId | null }

export function resolveNeighbour(
  network: Network,
  namespace: NamespaceModel,
  link: Link,
  family: Family,
  address: string,
  /** Who asks: the packet's own source where it is local, else an address of the link. */
  asker: string,
  recorder: Recorder,
): Resolution {
  if (link.noArp || link.kind === 'loopback' || link.kind === 'tun' || link.kind === 'wireguard')
    return { kind: 'not-needed' }
  const known = namespace.neighbours.get(neighbourKey(link.name, address))
  recorder.read(known?.fact ?? `${namespace.name}#neighbour?${link.name}/${address}`)
  const segment = segmentOf(network, namespace, link)
  const macAddress = known?.entry.macAddress ?? null
  const permanent = known?.entry.state === 'permanent' || known?.entry.state === 'noarp'
  if (known && macAddress !== null && (permanent || isRemembered(known.entry.state))) {
    // A VXLAN device finds the tunnel's end by its FDB, not by asking around.
    const owner = link.vxlan ? tunnelOwner(network, namespace, link, macAddress) : receiverOf(segment, macAddress)
    if (!permanent) recorder.assume({ kind: 'neighbour-stays', entry: known.fact })
    if (owner) return { kind: 'resolved', macAddress, owner: owner.namespace.name, fact: known.fact }
    if (segment.openEnds.length > 0)
      return { kind: 'open-end', link: segment.openEnds[0] ?? link.name, fact: known.fact }
    if (link.vxlan && permanent) return { kind: 'resolved', macAddress, owner: null, fact: known.fact }
    if (permanent) return { kind: 'wrong', entry: known.fact, macAddress, owner: null }
    return { kind: 'unanswered', silent: null, remembered: known.fact }
  }
  const resolution = ask(segment.receivers, segment.openEnds, family, address, asker, recorder)
  if (resolution.kind !== 'resolved') return resolution
  const answering = network.namespaces.get(resolution.owner ?? '')
  if (family === 6) {
    const heard = segment.receivers.find(
      (one) => one.namespace === answering && one.link.macAddress === resolution.macAddress,
    )
    if (!answering || !heard) return resolution
    const asking = { namespace, link: link.name, address: asker }
    const hearing = hearSolicitation(asking, { namespace: answering, link: heard.link.name, address }, recorder)
    if (hearing.kind === 'lost') return { kind: 'unanswered', silent: answering.name, remembered: null }
    return hearing.kind === 'doubt' ? { ...hearing, kind: 'filtered' } : resolution
  }
  for (const by of answering ? [namespace, answering] : [namespace]) {
    const filter = findArpFilter(by)
    if (filter) recorder.read(filter.rule)
    if (filter) return { kind: 'filtered', by, filter }
  }
  return resolution
}

function isRemembered(state: string): boolean {
  return state === 'reachable' || state === 'stale' || state === 'delay' || state === 'probe'
}

function tunnelOwner(network: Network, namespace: NamespaceModel, link: Link, macAddress: string): Receiver | null {
  for (const entry of namespace.facts.forwarding) {
    if (entry.link !== link.name || entry.macAddress !== macAddress || entry.destination === null) continue
    const end = network.tunnelEnds.get(`${entry.destination} ${link.vxlan?.port} ${link.vxlan?.id}`)
    if (end && end.link.macAddress === macAddress) return end
  }
  return receiverOf(segmentOf(network, namespace, link), macAddress)
}

function ask(
  receivers: readonly Receiver[],
  openEnds: readonly string[],
  family: Family,
  address: string,
  asker: string,
  recorder: Recorder,
): Resolution {
  let silent: string | null = null
  const answered = new Map<string, string>()
  for (const receiver of receivers) {
    const { namespace, link } = receiver
    const answers =
      family === 4
        ? answersArp(namespace, link, address, asker, recorder)
        : answersSolicitation(namespace, link, address)
    if (answers && !answered.has(namespace.name)) answered.set(namespace.name, link.macAddress)
    if (!answers && namespace.localLinks.has(address)) silent ??= namespace.name
  }
  // The first answer stays (neigh_update(), locktime), and which one that is depends on what the ports are doing.
  if (answered.size > 1) return { kind: 'claimed-twice', owners: [...answered.keys()] }
  for (const [owner, macAddress] of answered) return { kind: 'resolved', macAddress, owner, fact: null }
  const [openEnd] = openEnds
  if (openEnd !== undefined) return { kind: 'open-end', link: openEnd, fact: null }
  return { kind: 'unanswered', silent, remembered: null }
}

/** arp_process(): the request is routed like a packet, so the reverse-path filter applies to it too. */
function answersArp(
  namespace: NamespaceModel,
  link: Link,
  address: string,
  asker: string,
  recorder: Recorder,
): boolean {
  const query = {
    family: 4 as const,
    destination: address,
    source: asker,
    incomingLink: link.name,
    outgoingLink: null,
    mark: 0,
    tos: 0,
    protocol: 'arp',
    sourcePort: 0,
    destinationPort: 0,
  }
  const result = lookupRoute(namespace, query, recorder)
  if (checkSource(namespace, query, recorder)) return false
  if (result.kind === 'local') return !ignoresArp(namespace, link, address, asker)
  const proxied = namespace.neighbours.get(neighbourKey(link.name, `proxy ${address}`)) !== undefined
  const proxies = largest(namespace, link.name, 'proxy_arp') > 0
  const forwards = namespace.sysctl(`net.ipv4.conf.${link.name}.forwarding`) === '1'
  return forwards && (proxies || proxied) && result.kind === 'found' && result.hop.link !== link.name
}

/** arp_ignore(): 1 only addresses of this link, 2 and of the asker's subnet too, 3 not host scope, 8 none. */
function ignoresArp(namespace: NamespaceModel, link: Link, address: string, asker: string): boolean {
  const mode = largest(namespace, link.name, 'arp_ignore')
  if (mode === 0) return false
  if (mode === 8) return true
  const own = link.addresses.find((entry) => entry.family === 4 && entry.address === address)
  if (mode === 1) return own === undefined
  if (mode === 2) {
    const subnet = own ? parsePrefix(`${own.address}/${own.prefixLength}`) : null
    const from = parseAddress(asker)
    return !(subnet && from && prefixContains(subnet, from))
  }
  if (mode === 3)
    return namespace.facts.links.some((other) =>
      other.addresses.some((entry) => entry.address === address && entry.scope === 'host'),
    )
  return false
}

/** Neighbour discovery answers for addresses of that very link, and for proxied ones. */
function answersSolicitation(namespace: NamespaceModel, link: Link, address: string): boolean {
  const own = link.addresses.some(
    (entry) =>
      entry.family === 6 &&
      parseAddress(entry.address)?.text === address &&
      !entry.flags.includes('tentative') &&
      !entry.flags.includes('dadfailed'),
  )
  return own || namespace.neighbours.get(neighbourKey(link.name, `proxy ${address}`)) !== undefined
}

function largest(namespace: NamespaceModel, link: string, name: string): number {
  return Math.max(...['all', link].map((scope) => Number(namespace.sysctl(`net.ipv4.conf.${scope}.${name}`) ?? 0)))
}
