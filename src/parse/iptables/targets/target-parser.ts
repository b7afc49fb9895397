// How a target of iptables is parsed: its options into statements.
import type { Statement } from '../../../model/ruleset.ts'
import type { RuleContext } from '../rule-context.ts'
import type { RuleOption } from '../rule-option.ts'

/** Null when anything is not known: the target is then unsupported. */
export type TargetParser = (options: readonly RuleOption[], context: RuleContext) => readonly Statement[] | null
