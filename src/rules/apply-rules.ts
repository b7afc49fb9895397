// Runs the rules over the facts and leaves one finding a cause, in the order in which a packet meets them.
import type { Finding } from '../model/finding.ts'
import { allRules } from './index.ts'
import { mergeCauses, mergeIds } from './merge-findings.ts'
import type { Found, Rule, RuleFacts } from './rule.ts'

export function applyRules(facts: RuleFacts, rules: readonly Rule[] = allRules): Finding[] {
  const found = mergeIds(rules.flatMap((rule) => rule.find(facts)))
  const left = explainAway(found, rules)
  return mergeCauses(left.toSorted((first, second) => place(first) - place(second))).map(asFinding)
}

/** A finding speaks no more of a client that a finding it depends on speaks of; when nobody is left it goes. */
function explainAway(found: readonly Found[], rules: readonly Rule[]): Found[] {
  const dependsOn = new Map(rules.map((rule) => [rule.name, rule.dependsOn] as const))
  const clientWide = new Set(rules.flatMap((rule) => (rule.explains === 'client' ? [rule.name] : [])))
  return found.flatMap((finding) => {
    const causes = found.filter(
      (cause) =>
        cause.id !== finding.id &&
        dependsOn.get(finding.rule)?.includes(cause.rule) &&
        (clientWide.has(cause.rule) || sameSubject(cause, finding)),
    )
    if (causes.length === 0) return [finding]
    if (finding.affects.length === 0 || causes.some((cause) => cause.affects.length === 0)) return []
    const explained = new Set(causes.flatMap((cause) => cause.affects.map((client) => client.from)))
    const affects = finding.affects.filter((client) => !explained.has(client.from))
    return affects.length === 0 ? [] : [{ ...finding, affects }]
  })
}

/** A finding about a Service as a whole (port null) also speaks for each of its ports. */
function sameSubject(left: Finding, right: Finding): boolean {
  return (
    left.subject.namespace === right.subject.namespace &&
    left.subject.name === right.subject.name &&
    (left.subject.port === right.subject.port || left.subject.port === null || right.subject.port === null)
  )
}

function place(found: Found): number {
  return found.position ?? found.at.stage * 1000
}

function asFinding(found: Found): Finding {
  const { position: _, ...finding } = found
  return finding
}
