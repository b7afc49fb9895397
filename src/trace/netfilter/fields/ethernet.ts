// ether.source, ether.destination, ether.type: the frame's header; packets made here have none yet.
// Source: net/netfilter/xt_mac.c mac_mt(), net/netfilter/nft_payload.c nft_payload_eval() (link layer header base).
import { absent, one, type ReadField } from './reading.ts'

export function readMacAddress(side: 'source' | 'destination'): ReadField {
  return ({ packet: { frame }, fromLocalProcess }) =>
    frame === null || fromLocalProcess ? absent : one(frame[side].toLowerCase())
}

export const readEtherType: ReadField = ({ packet }) => one(packet.family === 4 ? 'ip' : 'ip6')
