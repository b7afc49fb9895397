// meta.iifkind, meta.oifkind: `veth`, `bridge` and so on; links without a kind (loopback, hardware) fail the match.
// Source: net/netfilter/nft_meta.c nft_meta_store_ifkind().
import { absent, one, type ReadField } from './reading.ts'

export function readLinkKind(side: 'incomingLink' | 'outgoingLink'): ReadField {
  return (passage) => {
    const link = passage[side]
    const kind = link === null ? null : passage.environment.linkKind(link)
    return kind === null || kind === '' ? absent : one(kind)
  }
}
