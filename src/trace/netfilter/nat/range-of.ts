// Turns a NAT statement into the range that it allows this packet, with the addresses that it takes from links.
// Source: net/netfilter/nf_nat_masquerade.c, nf_nat_redirect.c, xt_NETMAP.c netmap_tg4(), nft_nat.c nft_nat_setup_netmap().
import type { NatTarget } from '../../../model/ruleset.ts'
import { parseAddress } from '../../address.ts'
import { formatAddress } from '../format-address.ts'
import type { Passage } from '../passage.ts'
import type { Manipulation } from './manipulation.ts'
import type { NatRange } from './nat-range.ts'

/** `drop`: the kernel has no address to give and drops the packet. `unknown`: not followed. */
export function rangeOf(
  nat: NatTarget,
  manipulation: Manipulation,
  passage: Passage,
  hook: string,
): NatRange | 'drop' | 'unknown' {
  const range = (address: NatRange['address']): NatRange => ({
    address,
    ports: nat.ports,
    randomPort: nat.flags.some((flag) => flag === 'random' || flag === 'random-fully' || flag === 'fully-random'),
    persistent: nat.flags.includes('persistent'),
  })
  const exactly = (address: string | null): NatRange | 'drop' =>
    address === null ? 'drop' : range({ from: address, to: address })
  const { packet, environment, incomingLink, outgoingLink } = passage
  switch (nat.kind) {
    case 'dnat':
    case 'snat':
      return range(nat.address)
    case 'masquerade':
      return exactly(environment.masqueradeAddress(outgoingLink ?? '', packet.family, packet.destination))
    case 'redirect':
      if (hook === 'output') return exactly(packet.family === 4 ? '127.0.0.1' : '::1')
      return exactly(incomingLink === null ? null : environment.linkAddress(incomingLink, packet.family))
    case 'netmap':
      return nat.address ? exactly(mapHostBits(packet[manipulation], nat.address)) : 'unknown'
    // The packet stays as it is and goes to a socket of another port; such sockets are not followed.
    case 'tproxy':
      return 'unknown'
    default:
      return nat.kind satisfies never
  }
}

/** The network's bits of the range, the host's bits of the packet. */
function mapHostBits(current: string, range: { readonly from: string; readonly to: string }): string | null {
  const [address, from, to] = [parseAddress(current), parseAddress(range.from), parseAddress(range.to)]
  if (!address || !from || !to || address.family !== from.family) return null
  const hostBits = from.value ^ to.value
  return formatAddress(address.family, (address.value & hostBits) | (from.value & ~hostBits))
}
