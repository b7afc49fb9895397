// The packet as it was where it ended: its addresses after every rewriting on the way.
import type { Namespace, Role } from '../model/namespace.ts'
import type { Family, PacketSummary } from '../model/packet.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { parseAddress, parsePrefix, prefixContains } from '../trace/address.ts'
import { findNamespace } from '../trace/facts/find-fact.ts'
import type { FailingPath } from './failing-paths.ts'

export function packetAt({ path, direction, hops }: FailingPath): PacketSummary {
  if (direction === 'request') return path.arrived
  const rewritten = hops.flatMap((hop) => hop.steps).findLast((step) => step.kind === 'nat')
  if (rewritten?.kind === 'nat') return rewritten.after
  const { protocol, source, sourcePort, destination, destinationPort } = path.arrived
  return {
    protocol,
    source: destination,
    sourcePort: destinationPort,
    destination: source,
    destinationPort: sourcePort,
  }
}

export function familyOf(address: string): Family {
  return address.includes(':') ? 6 : 4
}

/** `[fd00::1]:80` or `10.0.0.1:80`. */
export function endText(address: string, port: number): string {
  return familyOf(address) === 6 ? `[${address}]:${port}` : `${address}:${port}`
}

export function isInside(address: string, prefixes: readonly string[]): boolean {
  const parsed = parseAddress(address)
  return parsed !== null && prefixes.some((text) => contains(text, parsed))
}

/** Where the packet ended; null when that is no namespace of the snapshot. */
export function placeOf(snapshot: Snapshot, failing: FailingPath): Namespace | null {
  const { namespace } = failing.verdict.at
  return namespace === null ? null : findNamespace(snapshot, namespace)
}

export function endsIn(snapshot: Snapshot, failing: FailingPath, ...roles: readonly Role[]): boolean {
  const place = placeOf(snapshot, failing)
  return place !== null && roles.includes(place.role)
}

/** A ClusterIP that nothing translated and that was routed as if it were an address: that is no fault of the routes. */
export function isStrayClusterIp(snapshot: Snapshot, failing: FailingPath): boolean {
  return !endsIn(snapshot, failing, 'pod') && isInside(packetAt(failing).destination, snapshot.serviceCidrs)
}

/** The network of a namespace's link in which the address lies (`172.18.0.0/16`); null when none does. */
export function connectedNetwork(namespace: Namespace, address: string): { link: string; network: string } | null {
  const parsed = parseAddress(address)
  if (!parsed) return null
  for (const link of namespace.links) {
    for (const own of link.addresses) {
      const network = networkText(own.peer ?? own.address, own.prefixLength)
      if (own.family === parsed.family && contains(network, parsed)) return { link: link.name, network }
    }
  }
  return null
}

function contains(prefix: string, address: NonNullable<ReturnType<typeof parseAddress>>): boolean {
  const parsed = parsePrefix(prefix)
  return parsed !== null && prefixContains(parsed, address)
}

/** `172.18.0.1`, 16 → `172.18.0.0/16`. */
function networkText(address: string, length: number): string {
  const prefix = parsePrefix(`${address}/${length}`)
  return prefix ? `${addressText(prefix.family, prefix.value)}/${length}` : `${address}/${length}`
}

function addressText(family: Family, value: bigint): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.')
  const groups = Array.from({ length: 8 }, (_, index) => ((value >> BigInt(112 - 16 * index)) & 0xffffn).toString(16))
  return parseAddress(groups.join(':'))?.text ?? groups.join(':')
}
