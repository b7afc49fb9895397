// By which port of a bridge a frame leaves: the one behind which somebody has its MAC address.
// Source: net/bridge/br_input.c br_handle_frame_finish(), net/bridge/br_forward.c should_deliver().
import type { Link } from '../../model/namespace.ts'
import type { NamespaceModel, Network } from '../compile.ts'
import { carries, isForwarding, peerOf, receiverOf, segmentOf } from './segment.ts'

export type BridgeChoice =
  /** Up to the bridge's own interface. */
  | { readonly kind: 'up' }
  | { readonly kind: 'port'; readonly port: Link }
  | { readonly kind: 'closed'; readonly port: Link; readonly why: 'hairpin' | 'isolated' | 'state' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'open-end'; readonly link: string }

export function chooseBridgePort(
  network: Network,
  namespace: NamespaceModel,
  bridge: Link,
  macAddress: string,
  /** The port by which the frame came in; null when the bridge's own interface sends it. */
  fromPort: Link | null,
): BridgeChoice {
  const ports = namespace.ports.get(bridge.name) ?? []
  if (fromPort && (bridge.macAddress === macAddress || ports.some((port) => port.macAddress === macAddress)))
    return { kind: 'up' }
  const fixed = namespace.facts.forwarding.find(
    (entry) =>
      entry.macAddress === macAddress &&
      entry.master === bridge.name &&
      entry.state === 'permanent' &&
      entry.destination === null,
  )
  const behind = (port: Link): boolean =>
    port.kind === 'vxlan' || port.kind === 'macvlan'
      ? receiverOf(segmentOf(network, namespace, port), macAddress) !== null
      : leadsTo(network, namespace, port, macAddress)
  const port = ports.find((candidate) => candidate.name === fixed?.link) ?? ports.find(behind)
  if (!port) {
    for (const candidate of ports) {
      const [openEnd] = segmentOf(network, namespace, candidate).openEnds
      if (openEnd !== undefined) return { kind: 'open-end', link: openEnd }
    }
    return { kind: 'unknown' }
  }
  if (!isForwarding(port) || !carries(port)) return { kind: 'closed', port, why: 'state' }
  if (port === fromPort && !port.port?.hairpin) return { kind: 'closed', port, why: 'hairpin' }
  if (fromPort?.port?.isolated && port.port?.isolated) return { kind: 'closed', port, why: 'isolated' }
  return { kind: 'port', port }
}

/** A closed port's segment is empty; who stands right behind it is asked as well, so that the reason can name the port. */
function leadsTo(network: Network, namespace: NamespaceModel, port: Link, macAddress: string): boolean {
  if (receiverOf(segmentOf(network, namespace, port), macAddress)) return true
  return peerOf(network, port)?.link.macAddress === macAddress
}
