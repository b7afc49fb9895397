// REJECT: the packet ends, and its sender is told by an ICMP error or a TCP reset.
// Source: net/ipv4/netfilter/ipt_REJECT.c reject_tg(), net/netfilter/nft_reject_inet.c nft_reject_inet_eval().
import type { Reason } from '../../../model/path.ts'
import type { RejectKind } from '../../../model/ruleset.ts'
import { mendKey } from '../../mend-key.ts'
import { type CompiledTarget, record, target } from './compiled-target.ts'

export function compileReject(kind: RejectKind): CompiledTarget {
  return target((site) => {
    const { rule, passage, hook } = site
    // Both tools only take a reset in a rule for TCP; nft adds that match and need not print it.
    if (kind === 'tcp-reset' && passage.packet.protocol !== 'tcp') return { kind: 'break' }
    const reason: Reason = { kind: 'rule-rejects', rule, hook, with: kind }
    passage.recorder.read(rule)
    if (passage.recorder.isMended(mendKey(passage.namespace, reason) ?? '')) return { kind: 'break' }
    record(site, 'reject')
    return { kind: 'rejected', reason, evidence: [rule] }
  })
}
