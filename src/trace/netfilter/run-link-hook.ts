// Rules below the network layer: netdev ingress of a link, and the bridge family where a frame crosses a bridge.
import type { Netfilter } from './compile-netfilter.ts'
import type { HookResult, Passage } from './passage.ts'
import { runBaseChain } from './run-hook.ts'

export function runLinkHook(
  netfilter: Netfilter,
  kind: 'bridge' | 'netdev',
  hook: string,
  passage: Passage,
): HookResult {
  for (const base of netfilter.linkHooks.get(`${kind} ${hook}`) ?? []) {
    if (kind === 'netdev' && base.device !== passage.incomingLink) continue
    const walked = runBaseChain(base, passage, hook)
    if (!walked || walked.kind === 'end' || walked.kind === 'accept') continue
    const kindOf = walked.kind === 'drop' ? 'dropped' : walked.kind === 'reject' ? 'rejected' : 'undetermined'
    return { kind: kindOf, reason: walked.reason, evidence: [walked.fact] }
  }
  return { kind: 'passed' }
}
