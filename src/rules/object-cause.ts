// Turns a rule that looks at where packets end into one that speaks of the objects which sent them there.
import type { PathRule } from './path-rule.ts'
import { pathRule } from './path-rule.ts'
import type { Rule } from './rule.ts'
import { wiringPosition } from './wiring-rule.ts'

/** The objects come before the first packet: stage 0, in no namespace. */
export function objectCause(spec: Omit<PathRule, 'stage'>): Rule {
  const rule = pathRule({ ...spec, stage: 0 })
  return {
    ...rule,
    find: (facts) =>
      rule.find(facts).map((found) => ({ ...found, at: { stage: 0, namespace: null }, position: wiringPosition })),
  }
}
