// How the forms are parsed that only some fields have.
import type { Match, RulesetFamily } from '../../model/ruleset.ts'

/** Undefined when the left side is another field; null when it is this one and the rest is not known. */
export type SpecialMatch = (
  left: unknown,
  op: string,
  right: unknown,
  family: RulesetFamily,
) => readonly Match[] | null | undefined
