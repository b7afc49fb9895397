// Takes one packet through a chain that hangs at a hook; its policy decides where no rule did.
import type { Reason } from '../../model/path.ts'
import { mendKey } from '../mend-key.ts'
import type { BaseChain } from './compile-netfilter.ts'
import type { Passage } from './passage.ts'
import type { Stop } from './targets/compiled-target.ts'
import { walkChain } from './walk-chain.ts'

/** Null: the packet goes on to the next chain at the hook. */
export function runBaseChain({ chain, policy }: BaseChain, passage: Passage, hook: string): Stop | null {
  const walked = walkChain(chain, passage, hook)
  if (walked.kind === 'accept') return null
  if (walked.kind !== 'end') return walked
  if (policy === 'accept') return null
  const reason: Reason = { kind: 'policy-drops', chain: chain.fact, hook }
  if (passage.recorder.isMended(mendKey(passage.namespace, reason) ?? '')) return null
  passage.recorder.step({ kind: 'netfilter', fact: chain.fact, hook, verdict: 'drop' })
  return { kind: 'dropped', reason, evidence: [chain.fact] }
}
