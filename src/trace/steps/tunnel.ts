// Into and out of a VXLAN tunnel: the outer packet is made, finds its own way, and gives the inner one back at the far end.
// Source: drivers/net/vxlan/vxlan_core.c vxlan_xmit(), vxlan_xmit_one(), vxlan_rcv().
import type { Link } from '../../model/namespace.ts'
import { parseAddress } from '../address.ts'
import type { NamespaceModel } from '../compile.ts'
import { endingOf } from '../ending.ts'
import { type PacketState, summarizePacket } from '../packet-state.ts'
import { stageOf } from '../stages.ts'
import type { Next, Place, Walk } from './place.ts'

/** Outer Ethernet, IPv4, UDP and VXLAN headers: 14 + 20 + 8 + 8; IPv6 adds 20. */
const overheadBytes = { 4: 50, 6: 70 } as const

export function encapsulate(walk: Walk, place: Extract<Place, { kind: 'transmit' }>): Next {
  const { journey, packet } = walk
  const { namespace, link } = place
  const { role } = namespace.facts
  const stage = stageOf(role, 'tunnel', namespace.name === walk.client)
  const forwarding = namespace.facts.forwarding.findIndex(
    (entry) => entry.link === link.name && entry.macAddress === packet.frame?.destination && entry.destination !== null,
  )
  const remote = namespace.facts.forwarding[forwarding]?.destination ?? link.vxlan?.remote ?? null
  const remoteAddress = remote === null ? null : parseAddress(remote)
  journey.enter(stage, namespace.name, link.name)
  if (!link.vxlan || !remoteAddress) {
    const reason = { kind: 'vxlan-unknown-peer' as const, link: link.name }
    return {
      ending: endingOf({
        kind: 'dropped',
        stage,
        namespace: namespace.name,
        reason,
        evidence: [`${namespace.name}#link/${link.name}`],
        packet,
      }),
    }
  }
  const outer: PacketState = {
    family: remoteAddress.family,
    protocol: 'udp',
    source: link.vxlan.local ?? '',
    // udp_flow_src_port() hashes the inner packet; only that it is unprivileged matters here.
    sourcePort: 49_152,
    destination: remoteAddress.text,
    destinationPort: link.vxlan.port,
    tcpFlags: null,
    icmp: null,
    ttl: 64,
    mark: 0,
    tos: 0,
    lengthBytes: packet.lengthBytes + overheadBytes[remoteAddress.family],
    frame: null,
  }
  journey.tunnelled.push({ inner: packet, link: link.name, namespace: namespace.name })
  const fact = forwarding >= 0 ? `${namespace.name}#forwarding/${forwarding}` : `${namespace.name}#link/${link.name}`
  journey.step({ kind: 'encapsulate', fact, outer: summarizePacket(outer) })
  walk.packet = outer
  return { place: { kind: 'output', namespace, tracking: null } }
}

/** The device that takes an outer packet delivered here; null when none does. */
export function tunnelEndFor(namespace: NamespaceModel, outer: PacketState): Link | null {
  if (outer.protocol !== 'udp') return null
  return namespace.facts.links.find((link) => link.up && link.vxlan?.port === outer.destinationPort) ?? null
}

export function decapsulate(walk: Walk, namespace: NamespaceModel, link: Link): Next {
  const { journey } = walk
  const outer = walk.packet
  const tunnel = journey.tunnelled.pop()
  const stage = stageOf(namespace.facts.role, 'tunnel', namespace.name === walk.client)
  journey.enter(stage, namespace.name, link.name)
  if (!tunnel) {
    const reason = { kind: 'unsupported' as const, what: `a VXLAN packet that no followed tunnel sent (${link.name})` }
    return { ending: endingOf({ kind: 'undetermined', stage, namespace: namespace.name, reason, packet: outer }) }
  }
  const sender = journey.network.namespaces.get(tunnel.namespace)?.links.get(tunnel.link)
  walk.packet = tunnel.inner
  journey.step({ kind: 'decapsulate', fact: `${namespace.name}#link/${link.name}`, outer: summarizePacket(outer) })
  if (sender?.vxlan?.id !== link.vxlan?.id) {
    const reason = { kind: 'vxlan-unknown-peer' as const, link: link.name }
    return { ending: endingOf({ kind: 'dropped', stage, namespace: namespace.name, reason, packet: walk.packet }) }
  }
  return { place: { kind: 'arrive', namespace, link } }
}
