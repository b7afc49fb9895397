// A routed packet looks for its next hop's MAC address and becomes a frame.
import type { Link } from '../../model/namespace.ts'
import type { NamespaceModel } from '../compile.ts'
import { type Ending, type EndingParts, endingOf } from '../ending.ts'
import type { ArpFilter } from '../links/arp-filter.ts'
import { resolveNeighbour } from '../links/resolve-neighbour.ts'
import { mendKey } from '../mend-key.ts'
import { selectSource } from '../routing/select-source.ts'
import { stageOf } from '../stages.ts'
import { mendedNextHop } from './mended-next-hop.ts'
import type { Next, Place, Walk } from './place.ts'

/** Three requests a second apart (mcast_solicit, retrans_time_ms); measured 3.0 to 4.2 s until the error. */
const neighbourWaitMs = { min: 2_000, max: 4_500 }

export function stepSend(walk: Walk, place: Extract<Place, { kind: 'send' }>): Next {
  const { journey, packet } = walk
  const { namespace, hop } = place
  const isClient = namespace.name === walk.client
  const link = namespace.links.get(hop.link)
  const stage = stageOf(namespace.facts.role, 'routing', isClient)
  const end = (parts: Omit<EndingParts, 'stage' | 'namespace' | 'packet'>): Next => ({
    ending: endingOf({ stage, namespace: namespace.name, packet, ...parts }),
  })
  if (!link)
    return end({
      kind: 'undetermined',
      reason: { kind: 'unsupported-link', link: hop.link, linkKind: 'not in the snapshot' },
    })
  journey.enter(stageOf(namespace.facts.role, 'filter', isClient), namespace.name, link.name)
  if (!link.up) {
    journey.step({ kind: 'check', check: 'link', fact: `${namespace.name}#link/${link.name}`, passed: false })
    const evidence = [`${namespace.name}#link/${link.name}`]
    return end({
      kind: 'dropped',
      reason: { kind: 'link-down', link: link.name },
      evidence,
      errno: place.local ? 'ENETDOWN' : null,
    })
  }
  const address = hop.gateway ?? packet.destination
  const resolution = resolveNeighbour(
    journey.network,
    namespace,
    link,
    packet.family,
    address,
    askerFor(walk, place, link, address),
    journey,
  )
  const neighbourStep = { kind: 'neighbour' as const, address, link: link.name }
  switch (resolution.kind) {
    case 'not-needed':
      packet.frame = null
      return { place: { kind: 'transmit', namespace, link } }
    case 'resolved':
      journey.step({
        ...neighbourStep,
        fact: resolution.fact,
        macAddress: resolution.macAddress,
        owner: resolution.owner,
      })
      packet.frame = { source: link.macAddress, destination: resolution.macAddress }
      return { place: { kind: 'transmit', namespace, link } }
    case 'claimed-twice': {
      const reason = { kind: 'address-claimed-twice' as const, address, link: link.name, owners: resolution.owners }
      journey.step({ ...neighbourStep, fact: null, macAddress: null, owner: null })
      return end({ kind: 'undetermined', reason })
    }
    case 'filtered':
      journey.step({ ...neighbourStep, fact: null, macAddress: null, owner: null })
      return { ending: filteredArp(walk, resolution.by, resolution.filter) }
    case 'open-end':
      journey.step({ ...neighbourStep, fact: resolution.fact, macAddress: null, owner: null })
      return end({ kind: 'undetermined', reason: { kind: 'left-by-uplink', link: resolution.link } })
    case 'wrong':
      journey.step({ ...neighbourStep, fact: resolution.entry, macAddress: resolution.macAddress, owner: null })
      return end({
        kind: 'dropped',
        reason: {
          kind: 'neighbour-wrong',
          entry: resolution.entry,
          address,
          macAddress: resolution.macAddress,
          owner: resolution.owner,
        },
        evidence: [resolution.entry],
      })
    case 'unanswered': {
      journey.step({ ...neighbourStep, fact: resolution.remembered, macAddress: null, owner: null })
      const reason = {
        kind: 'neighbour-unanswered' as const,
        address,
        link: link.name,
        asGateway: hop.gateway !== null,
        route: place.route,
        silent: resolution.silent,
        remembered: resolution.remembered,
      }
      const evidence = [resolution.remembered, place.route].filter((fact) => fact !== null)
      if (hop.gateway !== null && journey.isMended(mendKey(namespace.name, reason) ?? '')) {
        const mended = mendedNextHop(journey.network, namespace, packet.family)
        if (mended && mended.gateway !== hop.gateway) return { place: { ...place, hop: mended, route: null } }
      }
      if (resolution.remembered) return end({ kind: 'dropped', reason, evidence })
      const error = packet.family === 4 ? ('host-unreachable' as const) : ('address-unreachable' as const)
      const tunnelled = journey.tunnelled.length > 0
      return end({ kind: 'unreachable', reason, evidence, error: tunnelled ? null : error, waitMs: neighbourWaitMs })
    }
    default:
      return resolution satisfies never
  }
}

function filteredArp({ client, packet }: Walk, by: NamespaceModel, filter: ArpFilter): Ending {
  const stage = stageOf(by.facts.role, 'filter', by.name === client)
  const reason = { kind: 'unsupported-rule' as const, ...filter }
  return endingOf({ kind: 'undetermined', stage, namespace: by.name, packet, reason, evidence: [filter.rule] })
}

/** arp_solicit(): the packet's own source when it is local, else an address of the link near the target. */
function askerFor(walk: Walk, place: Extract<Place, { kind: 'send' }>, link: Link, address: string): string {
  const { packet } = walk
  if (place.namespace.localLinks.has(packet.source)) return packet.source
  // ndisc_send_ns(): for what is passed on the link-local address asks.
  const own = link.addresses.find((entry) => entry.family === 6 && entry.scope === 'link')
  if (packet.family === 6 && own) return own.address
  return selectSource(place.namespace, packet.family, link.name, address, address) ?? packet.source
}
