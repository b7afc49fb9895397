// accept, drop, return, continue, jump, goto and queue.
// Source: net/netfilter/nf_tables_core.c nft_do_chain(), net/ipv4/netfilter/ip_tables.c ipt_do_table().
import type { Reason } from '../../../model/path.ts'
import type { RuleVerdict } from '../../../model/ruleset.ts'
import { mendKey } from '../../mend-key.ts'
import { type CompiledTarget, type Effect, record, type Site } from './compiled-target.ts'

export function compileVerdict(verdict: RuleVerdict): CompiledTarget {
  return {
    onlyJumps: verdict.kind === 'jump' ? [verdict.chain] : verdict.kind === 'continue' ? [] : null,
    onlyReturns: verdict.kind === 'return',
    act: (site) => actOnVerdict(verdict, site),
  }
}

export function actOnVerdict(verdict: RuleVerdict, site: Site): Effect {
  switch (verdict.kind) {
    case 'accept':
    case 'return':
      record(site, verdict.kind)
      return { kind: verdict.kind }
    case 'jump':
    case 'goto':
      record(site, verdict.kind)
      return { kind: verdict.kind, chain: verdict.chain }
    case 'continue':
      return { kind: 'next' }
    case 'drop':
      return drop(site)
    // A program decides, or nobody: without one the packet is dropped, or with `bypass` goes on (nfnetlink_queue.c).
    case 'queue':
      return { kind: 'unknown' }
    default:
      return verdict satisfies never
  }
}

export function drop(site: Site): Effect {
  const { rule, passage, hook, asksForInvalid } = site
  const invalid = asksForInvalid && passage.tracking?.state === 'invalid'
  const reason: Reason = invalid ? { kind: 'invalid-state', rule } : { kind: 'rule-drops', rule, hook }
  passage.recorder.read(rule)
  if (passage.recorder.isMended(mendKey(passage.namespace, reason) ?? '')) return { kind: 'break' }
  record(site, 'drop')
  return { kind: 'dropped', reason, evidence: [rule] }
}
