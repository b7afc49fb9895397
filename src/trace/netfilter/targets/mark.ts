// Sets the packet's or the connection's mark, or copies one to the other.
// Source: net/netfilter/xt_mark.c mark_tg(), xt_connmark.c connmark_tg_shift(), nft_meta.c, nft_ct.c nft_ct_set_eval().
import type { Statement } from '../../../model/ruleset.ts'
import type { Connection } from '../connection-table.ts'
import type { Passage } from '../passage.ts'
import { type CompiledTarget, record, target } from './compiled-target.ts'

export function compileSetMark({ which, keepMask, xor }: Extract<Statement, { kind: 'set-mark' }>): CompiledTarget {
  return target((site) => {
    const holder = which === 'packet' ? site.passage.packet : connectionOf(site.passage)
    if (!holder) return { kind: 'next' }
    holder.mark = ((holder.mark & keepMask) ^ xor) >>> 0
    record(site, 'mark')
    return { kind: 'next' }
  })
}

export function compileCopyMark({ to, mask }: Extract<Statement, { kind: 'copy-mark' }>): CompiledTarget {
  return target((site) => {
    const { packet } = site.passage
    const connection = connectionOf(site.passage)
    if (!connection) return { kind: 'break' }
    const [from, holder] = to === 'packet' ? [connection, packet] : [packet, connection]
    holder.mark = ((holder.mark & ~mask) | (from.mark & mask)) >>> 0
    record(site, 'mark')
    return { kind: 'next' }
  })
}

function connectionOf({ tracking }: Passage): Connection | null {
  return tracking && 'connection' in tracking ? tracking.connection : null
}
