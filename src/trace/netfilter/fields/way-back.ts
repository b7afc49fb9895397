// fib.source-link, fib.source-link-mark, fib.source-any-link: whether a route leads back to the source; `0` when none does.
// Source: net/ipv4/netfilter/nft_fib_ipv4.c nft_fib4_eval(), net/ipv4/netfilter/ipt_rpfilter.c rpfilter_mt().
import type { Passage } from '../passage.ts'
import { flag, one, type ReadField, type Reading, unknown } from './reading.ts'

export const readSourceLink: ReadField = (passage) => {
  const link = wayBack(passage)
  return link !== null && link === passage.incomingLink ? one(link) : flag(false)
}

/** Without a mark the look-up is the same; with one, another policy rule may take it. */
export const readSourceLinkMark: ReadField = (passage, asker): Reading =>
  passage.packet.mark === 0 ? readSourceLink(passage, asker) : unknown

export const readSourceAnyLink: ReadField = (passage) => {
  const link = wayBack(passage)
  return link === null ? flag(false) : one(link)
}

/** An own address is no way back (RTN_LOCAL), except for what loops (nft_fib_is_loopback()). */
function wayBack({ environment, packet, incomingLink }: Passage): string | null {
  if (incomingLink === 'lo') return 'lo'
  const link = environment.wayBackLink(packet.source)
  return link === 'lo' ? null : link
}
