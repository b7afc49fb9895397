// notrack, and the zone in which a packet's connection is looked for; both only count before tracking (priority -200).
// Source: net/netfilter/xt_CT.c xt_ct_target(), nft_ct.c nft_notrack_eval(), nft_ct_set_zone_eval().
import { type CompiledTarget, record, target } from './compiled-target.ts'

export const notrack: CompiledTarget = target((site) => {
  if (site.passage.tracking) return { kind: 'next' }
  site.passage.tracking = { state: 'untracked' }
  record(site, 'notrack')
  return { kind: 'next' }
})

export function compileSetZone(zone: number): CompiledTarget {
  return target(({ passage }) => {
    if (!passage.tracking) passage.zone = zone
    return { kind: 'next' }
  })
}
