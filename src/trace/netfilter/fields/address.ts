// ip.source, ip.destination, ip6.source, ip6.destination: the addresses in the packet's own header.
// Source: net/ipv4/netfilter/ip_tables.c ip_packet_match(), net/netfilter/nft_payload.c nft_payload_eval().
import type { Family } from '../../../model/packet.ts'
import { parseAddress } from '../../address.ts'
import { absent, one, type ReadField } from './reading.ts'

export function readAddress(family: Family, side: 'source' | 'destination'): ReadField {
  return ({ packet }) => (packet.family === family ? one(parseAddress(packet[side])?.text ?? packet[side]) : absent)
}
