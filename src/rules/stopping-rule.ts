// The netfilter rule or chain policy that ended a packet's way, and how to say it.
import type { RejectKind } from '../model/ruleset.ts'
import type { FactId, Snapshot } from '../model/snapshot.ts'
import { factText } from '../trace/facts/fact-text.ts'
import { findRule, type RulePlace } from '../trace/facts/find-fact.ts'
import type { FailingPath } from './failing-paths.ts'

export interface StoppingRule {
  readonly fact: FactId
  readonly place: RulePlace
  readonly hook: string
  /** Null: dropped without a word. */
  readonly rejectsWith: RejectKind | null
  /** `rule 3 of chain FORWARD (-A FORWARD -j DROP)`, `the policy of chain INPUT (-P INPUT DROP)`. */
  readonly text: string
}

/** Null when something else ended the way. A rule for packets in state INVALID is a matter of its own. */
export function stoppingRule(failing: FailingPath, snapshot: Snapshot): StoppingRule | null {
  const { reason } = failing.verdict
  if (reason.kind !== 'rule-drops' && reason.kind !== 'rule-rejects' && reason.kind !== 'policy-drops') return null
  const fact = reason.kind === 'policy-drops' ? reason.chain : reason.rule
  const place = findRule(snapshot, fact)
  if (!place) return null
  const name = `chain ${place.chain.name}${place.table === 'filter' ? '' : ` of table ${place.table}`}`
  const text = place.rule ? `rule ${place.rule.number} of ${name}` : `the policy of ${name}`
  return {
    fact,
    place,
    hook: reason.hook,
    rejectsWith: reason.kind === 'rule-rejects' ? reason.with : null,
    text: `${text} (${factText(snapshot, fact)})`,
  }
}
