// What a rule does once its matches hold, prepared; and what that means for the walk through the chain.
import type { NetfilterVerdict, Reason } from '../../../model/path.ts'
import type { FactId } from '../../../model/snapshot.ts'
import type { Passage } from '../passage.ts'

/** The packet ends here, or nobody can say what becomes of it. */
export interface Stop {
  readonly kind: 'dropped' | 'rejected' | 'undetermined'
  readonly reason: Reason
  readonly evidence: readonly FactId[]
}

export type Effect =
  /** On to the rule's next statement. */
  | { readonly kind: 'next' }
  /** On to the next rule, as if a match had failed. */
  | { readonly kind: 'break' }
  | { readonly kind: 'accept' }
  | { readonly kind: 'return' }
  | { readonly kind: 'jump' | 'goto'; readonly chain: string }
  | { readonly kind: 'unknown' }
  | Stop

/** Where a rule acts: itself, the packet, the hook. */
export interface Site {
  readonly rule: FactId
  readonly passage: Passage
  readonly hook: string
  /** The rule's matches pick out invalid packets. */
  readonly asksForInvalid: boolean
}

export interface CompiledTarget {
  /** Chains that it may jump to, when jumping is all that it may do; null when it may do more. */
  readonly onlyJumps: readonly string[] | null
  /** It does nothing but end the chain that it is in. */
  readonly onlyReturns: boolean
  act(site: Site): Effect
}

export function target(act: CompiledTarget['act']): CompiledTarget {
  return { onlyJumps: null, onlyReturns: false, act }
}

export function record({ rule, passage, hook }: Site, verdict: NetfilterVerdict): void {
  passage.recorder.read(rule)
  passage.recorder.step({ kind: 'netfilter', fact: rule, hook, verdict })
}
