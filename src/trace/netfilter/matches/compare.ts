// Compares fields of the packet with values written in the rule, or with a named set.
// Source: net/netfilter/nft_cmp.c, nft_lookup.c nft_lookup_eval(), and the xt_*.c of each field.
import type { Match } from '../../../model/ruleset.ts'
import type { CompiledSet } from '../compile-sets.ts'
import { ElementTable } from '../element-table.ts'
import { compileField } from '../fields/compile-field.ts'
import type { Asker } from '../fields/reading.ts'
import type { CompiledMatch } from './compiled-match.ts'

type Compare = Extract<Match, { kind: 'compare' }>

export function compileCompare(match: Compare, asker: Asker, sets: ReadonlyMap<string, CompiledSet>): CompiledMatch {
  const reads = match.fields.map(compileField)
  const values = valuesOf(match, sets)
  // A concatenation of nft fails where one field is not there; of xtables it is alternatives, each of which may hold.
  const absentFails = reads.length === 1 || asker.backend === 'nft'
  return {
    leavesTrace: false,
    asksForInvalid: asksForInvalid(match),
    evaluate(passage) {
      const readings = reads.map((read) => read(passage, asker))
      if (absentFails && readings.some((reading) => reading.kind === 'absent')) return 'no'
      if (!values) return 'unknown'
      const found = values.elements.find(readings)
      if (found.kind === 'found') return match.negated ? 'no' : 'yes'
      if (found.kind === 'unknown' || !values.complete) return 'unknown'
      return match.negated ? 'yes' : 'no'
    },
  }
}

/** Null when nothing of it can be read: an ipset, or a set that is not there. */
function valuesOf(
  { values }: Compare,
  sets: ReadonlyMap<string, CompiledSet>,
): Pick<CompiledSet, 'elements' | 'complete'> | null {
  switch (values.kind) {
    case 'inline':
      return { elements: new ElementTable(values.elements), complete: true }
    case 'named':
      return sets.get(values.set) ?? null
    case 'unreadable':
      return null
    default:
      return values satisfies never
  }
}

function asksForInvalid({ fields, negated, values }: Compare): boolean {
  const state = fields.findIndex((field) => field.name === 'ct.state')
  return (
    state >= 0 &&
    !negated &&
    values.kind === 'inline' &&
    values.elements.some((element) => {
      const value = element[state]
      return value?.kind === 'exact' && value.value === 'invalid'
    })
  )
}
