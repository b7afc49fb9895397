// What a packet carries for one field that a rule compares.
import type { Backend, RulesetFamily } from '../../../model/ruleset.ts'
import type { Passage } from '../passage.ts'

/** Several values: the match holds when any of them is named (status bits). Absent: the kernel's match fails, negated or not. */
export type Reading =
  | { readonly kind: 'values'; readonly values: readonly string[] }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown' }

/** The table whose rule asks: xtables and nftables answer a few questions differently. */
export interface Asker {
  readonly backend: Backend
  readonly family: RulesetFamily
}

export type ReadField = (passage: Passage, asker: Asker) => Reading

export const absent: Reading = { kind: 'absent' }
export const unknown: Reading = { kind: 'unknown' }

export function one(value: string | number): Reading {
  return { kind: 'values', values: [String(value)] }
}

export function flag(holds: boolean): Reading {
  return one(holds ? '1' : '0')
}
