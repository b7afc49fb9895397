// Makes a rule out of what one failing way says: the rule looks at each, and what it explains becomes a finding.
import type { Check, Evidence, Finding, Fix, Severity } from '../model/finding.ts'
import type { Stage } from '../model/path.ts'
import { type FailingPath, failingPaths, positionOf } from './failing-paths.ts'
import { affectsOf, findingAbout, subjectOf } from './finding-about.ts'
import { isConsequence } from './is-consequence.ts'
import type { Input, Rule, RuleFacts } from './rule.ts'
import { isSentAstray } from './sent-astray.ts'

export interface PathRule {
  readonly name: string
  readonly title: string
  readonly stage: Stage
  readonly inputs: readonly Input[]
  readonly dependsOn?: readonly string[]
  readonly explains?: Rule['explains']
  /** Also looks at ways that were sent astray (a wrong neighbour entry, a leftover endpoint); other rules do not. */
  readonly explainsAstray?: boolean
  /** Null when this rule is not the cause. */
  readonly explain: (failing: FailingPath, facts: RuleFacts) => Cause | null
}

export interface Cause {
  readonly severity?: Severity
  /** Where the cause is; default: where the packet ended. */
  readonly at?: Finding['at']
  readonly message: string
  /** The cause itself first. */
  readonly evidence: readonly Evidence[]
  readonly checks: readonly Check[]
  readonly fixes: readonly Fix[]
}

export function pathRule({
  name,
  title,
  stage,
  inputs,
  dependsOn = [],
  explains = 'subject',
  explainsAstray = false,
  explain,
}: PathRule): Rule {
  const rule = { name, title, stage, severity: 'error' as const, inputs, dependsOn, explains }
  return {
    ...rule,
    find: (facts) =>
      facts.connections.flatMap((connection) =>
        failingPaths(connection).flatMap((failing) => {
          if (!explainsAstray && isSentAstray(failing, facts)) return []
          if (isConsequence(failing, facts.snapshot)) return []
          const cause = explain(failing, facts)
          if (!cause) return []
          const at = cause.at ?? failing.verdict.at
          const position = cause.at ? at.stage * 1000 + failing.path.mended.length : positionOf(failing)
          const about = { rule, subject: subjectOf(connection), affects: affectsOf(connection) }
          return [findingAbout({ ...about, ...cause, at, position })]
        }),
      ),
  }
}
