// meta.iifname, meta.oifname: the link by which the packet came in or goes out; an empty name where there is none.
// Source: net/netfilter/nft_meta.c nft_meta_store_ifname(), net/ipv4/netfilter/ip_tables.c ipt_do_table() (nulldevname).
import { one, type ReadField } from './reading.ts'

export function readLinkName(side: 'incomingLink' | 'outgoingLink'): ReadField {
  return (passage) => one(passage[side] ?? '')
}
