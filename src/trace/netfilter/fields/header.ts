// ip.ttl, ip.dscp, ip.fragment, ip.length, meta.length, meta.nfproto, meta.l4proto: single values of the network header.
// Source: net/netfilter/xt_hl.c, xt_dscp.c, xt_length.c, net/netfilter/nft_meta.c nft_meta_get_eval().
import { flag, one, type ReadField } from './reading.ts'

export const readTimeToLive: ReadField = ({ packet }) => one(packet.ttl)

/** The upper six bits of the type of service or traffic class. */
export const readDscp: ReadField = ({ packet }) => one(packet.tos >> 2)

/** First packets of connections are small; conntrack's defragmentation (priority -400) comes before all rules anyway. */
export const readFragment: ReadField = () => flag(false)

export const readLength: ReadField = ({ packet }) => one(packet.lengthBytes)

export const readNetworkProtocol: ReadField = ({ packet }) => one(packet.family === 4 ? 'ipv4' : 'ipv6')

export const readTransportProtocol: ReadField = ({ packet }) => one(packet.protocol)
