// Prepares a rule: what it asks before each thing that it does.
import type { Rule } from '../../model/ruleset.ts'
import type { FactId } from '../../model/snapshot.ts'
import type { CompiledSet } from './compile-sets.ts'
import type { Asker } from './fields/reading.ts'
import { compileMatch } from './matches/compile-match.ts'
import type { CompiledMatch } from './matches/compiled-match.ts'
import { compileTarget } from './targets/compile-target.ts'
import type { CompiledTarget } from './targets/compiled-target.ts'

export interface CompiledRule {
  readonly fact: FactId
  readonly text: string
  readonly parts: readonly RulePart[]
  readonly asksForInvalid: boolean
}

/** Matches of which all must hold, then one thing done. */
export interface RulePart {
  readonly plain: readonly CompiledMatch[]
  readonly tracing: readonly CompiledMatch[]
  readonly target: CompiledTarget
}

/** Matches after the last thing that the rule does decide nothing and are left out, as are statements without effect. */
export function compileRule(
  fact: FactId,
  rule: Rule,
  asker: Asker,
  sets: ReadonlyMap<string, CompiledSet>,
): CompiledRule {
  const parts: RulePart[] = []
  let matches: CompiledMatch[] = []
  let asksForInvalid = false
  for (const statement of rule.statements) {
    if (statement.kind === 'match') {
      const match = compileMatch(statement.match, asker, sets)
      asksForInvalid ||= match.asksForInvalid
      matches.push(match)
      continue
    }
    const target = compileTarget(statement, asker, sets)
    if (!target) continue
    parts.push({
      plain: matches.filter((match) => !match.leavesTrace),
      tracing: matches.filter((match) => match.leavesTrace),
      target,
    })
    matches = []
  }
  return { fact, text: rule.text, parts, asksForInvalid }
}
