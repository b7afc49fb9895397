// meta.mark: the packet's mark, as rules before this one left it.
// Source: net/netfilter/xt_mark.c mark_mt(), net/netfilter/nft_meta.c (NFT_META_MARK).
import { one, type ReadField } from './reading.ts'

export const readMark: ReadField = ({ packet }) => one(packet.mark)
