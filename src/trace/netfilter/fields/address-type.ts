// fib.source-type, fib.destination-type and their -link forms: what the routing tables say an address is.
// Source: net/netfilter/xt_addrtype.c addrtype_mt_v1(), match_type6(), net/ipv4/netfilter/nft_fib_ipv4.c nft_fib4_eval_type().
import { one, type ReadField } from './reading.ts'

export function readAddressType(side: 'source' | 'destination', sameLink: boolean): ReadField {
  return ({ packet, environment, incomingLink, outgoingLink }, { backend }) => {
    const link = sameLink ? (incomingLink ?? outgoingLink) : null
    const type = environment.addressType(packet[side], packet.family, link)
    // match_type6() takes UNICAST from the address's own form: a local IPv6 address is unicast too.
    const alsoUnicast = backend !== 'nft' && packet.family === 6 && type !== 'multicast' && type !== 'unicast'
    return alsoUnicast ? { kind: 'values', values: [type, 'unicast'] } : one(type)
  }
}
