// The packet that tells a sender of its packet's end: a TCP reset, or an ICMP error with the lost packet's headers inside.
// Source: net/ipv4/icmp.c __icmp_send(), net/ipv4/netfilter/nf_reject_ipv4.c, net/ipv6/icmp.c icmp6_send().
import type { Family, PacketSummary } from '../model/packet.ts'
import type { ErrorMessage } from './ending.ts'
import type { PacketState } from './packet-state.ts'

/** Type and code on the wire: RFC 792 and RFC 4443. A name that a family lacks gets that family's nearest (icmpx of nftables). */
const codes: Readonly<Record<Exclude<ErrorMessage, 'tcp-reset'>, Readonly<Record<Family, readonly [number, number]>>>> =
  {
    'net-unreachable': { 4: [3, 0], 6: [1, 0] },
    'host-unreachable': { 4: [3, 1], 6: [1, 3] },
    'protocol-unreachable': { 4: [3, 2], 6: [4, 1] },
    'port-unreachable': { 4: [3, 3], 6: [1, 4] },
    'fragmentation-needed': { 4: [3, 4], 6: [2, 0] },
    'net-prohibited': { 4: [3, 9], 6: [1, 1] },
    'host-prohibited': { 4: [3, 10], 6: [1, 1] },
    'admin-prohibited': { 4: [3, 13], 6: [1, 1] },
    'no-route': { 4: [3, 0], 6: [1, 0] },
    'address-unreachable': { 4: [3, 1], 6: [1, 3] },
    'policy-fail': { 4: [3, 13], 6: [1, 5] },
    'reject-route': { 4: [3, 13], 6: [1, 6] },
    'ttl-exceeded': { 4: [11, 0], 6: [3, 0] },
  }

export function errorPacket(
  lost: PacketSummary,
  family: Family,
  message: ErrorMessage,
  ownAddress: boolean,
): PacketState {
  const base = { family, ttl: 64, mark: 0, tos: 0, frame: null, destination: lost.source }
  if (message === 'tcp-reset') {
    return {
      ...base,
      protocol: 'tcp',
      source: lost.destination,
      sourcePort: lost.destinationPort,
      destinationPort: lost.sourcePort,
      tcpFlags: 'rst',
      icmp: null,
      lengthBytes: 40,
    }
  }
  const [type, code] = codes[message][family]
  return {
    ...base,
    protocol: family === 4 ? 'icmp' : 'icmpv6',
    // An error about a packet for this namespace comes from the address that it was for; else the route back chooses.
    source: ownAddress ? lost.destination : '',
    sourcePort: 0,
    destinationPort: 0,
    tcpFlags: null,
    icmp: { type, code, inner: lost },
    lengthBytes: 88,
  }
}
