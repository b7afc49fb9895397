// port.source, port.destination: the transport header's ports; ICMP has none.
// Source: net/netfilter/xt_tcpudp.c tcp_mt(), udp_mt(), net/netfilter/nft_payload.c (transport header base).
import { absent, one, type ReadField } from './reading.ts'

export function readPort(side: 'sourcePort' | 'destinationPort'): ReadField {
  return ({ packet }) => (packet.protocol === 'tcp' || packet.protocol === 'udp' ? one(packet[side]) : absent)
}
