// What netfilter asks of the namespace around it: address types, masquerade addresses, the way back to a source.
import type { Family } from '../../model/packet.ts'
import { isMulticast, parseAddress } from '../address.ts'
import { firstAddress, type NamespaceModel } from '../compile.ts'
import type { Environment } from '../netfilter/passage.ts'
import type { PacketState } from '../packet-state.ts'
import type { Recorder } from '../recorder.ts'
import { lookupRoute, type RouteQuery } from '../routing/lookup-route.ts'
import { selectSource } from '../routing/select-source.ts'

export function environmentOf(
  namespace: NamespaceModel,
  packet: PacketState,
  recorder: Recorder,
  /** Gateway of the chosen route, where there is one: MASQUERADE takes the address nearest to it. */
  gateway: string | null,
): Environment {
  const queryFor = (destination: string, family: Family, link: string | null): RouteQuery => ({
    family,
    destination,
    source: null,
    incomingLink: null,
    outgoingLink: link,
    mark: 0,
    tos: 0,
    protocol: packet.protocol,
    sourcePort: 0,
    destinationPort: 0,
  })
  return {
    addressType: (address, family, link) => {
      const parsed = parseAddress(address)
      if (parsed && isMulticast(parsed)) return 'multicast'
      const result = lookupRoute(namespace, queryFor(address, family, link), recorder)
      switch (result.kind) {
        case 'local':
        case 'broadcast':
          return result.kind
        case 'found':
          return 'unicast'
        case 'route-blocks':
          return result.type === 'throw' ? 'unicast' : result.type
        case 'rule-blocks':
          return result.type
        // inet_addr_type() starts from unicast and keeps it when no route is found.
        case 'none':
        case 'unsupported':
          return 'unicast'
        default:
          return result satisfies never
      }
    },
    // nf_nat_masquerade_ipv4(): inet_select_addr(out, next hop, universe).
    masqueradeAddress: (link, family, destination) =>
      selectSource(namespace, family, link, gateway ?? destination, destination),
    linkAddress: (link, family) => {
      const found = namespace.links.get(link)
      return found ? firstAddress(found, family) : null
    },
    linkKind: (link) => namespace.links.get(link)?.kindName ?? null,
    wayBackLink: (address) => {
      const result = lookupRoute(namespace, queryFor(address, packet.family, null), recorder)
      return result.kind === 'found' ? result.hop.link : result.kind === 'local' ? 'lo' : null
    },
  }
}
