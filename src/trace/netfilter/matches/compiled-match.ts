// One match of a rule, prepared: asked for a packet, it holds, does not hold, or cannot be told.
import type { FactId } from '../../../model/snapshot.ts'
import type { Passage } from '../passage.ts'

export type Answer = 'yes' | 'no' | 'unknown'

export interface CompiledMatch {
  /** Asks for a choice of ways or leaves an assumption: only asked once all other matches of its rule hold. */
  readonly leavesTrace: boolean
  /** Picks out packets whose state is invalid. */
  readonly asksForInvalid: boolean
  evaluate(passage: Passage, rule: FactId): Answer
}
