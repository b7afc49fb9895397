// Changes the time to live of a packet: one that is forwarded with 1 left ends there.
// Source: net/netfilter/xt_HL.c ttl_tg(), hl_tg6(), net/netfilter/nft_payload.c nft_payload_set_eval().
import type { Statement } from '../../../model/ruleset.ts'
import { type CompiledTarget, record, target } from './compiled-target.ts'

export function compileSetTtl({ change, value }: Extract<Statement, { kind: 'set-ttl' }>): CompiledTarget {
  return target((site) => {
    const { packet } = site.passage
    const wanted = change === 'set' ? value : packet.ttl + (change === 'add' ? value : -value)
    packet.ttl = Math.min(255, Math.max(0, wanted))
    record(site, 'mark')
    return { kind: 'next' }
  })
}
