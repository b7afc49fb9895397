// Prepares a rule's statements for following: what a match compares with is parsed once.
import type { Field, MapEntry, Match, Statement } from '../../model/ruleset.ts'
import { type Accepts, acceptsElement } from './accepts-value.ts'

export type CompiledStatement =
  | { readonly kind: 'match'; readonly match: CompiledMatch }
  | {
      readonly kind: 'verdict-map'
      readonly fields: readonly Field[]
      readonly entries: readonly CompiledEntry[] | null
      readonly map: string | null
      readonly modulus: number | null
    }
  | Exclude<Statement, { kind: 'match' | 'verdict-map' }>

export type CompiledMatch =
  | {
      readonly kind: 'compare'
      readonly fields: readonly Field[]
      readonly negated: boolean
      /** Null: `set` names a set of the table. */
      readonly elements: readonly (readonly Accepts[])[] | null
      readonly set: string | null
      readonly unreadable: string | null
    }
  | Exclude<Match, { kind: 'compare' }>

export interface CompiledEntry {
  readonly accepts: readonly Accepts[]
  readonly verdict: MapEntry['verdict']
}

export function compileStatement(statement: Statement): CompiledStatement {
  switch (statement.kind) {
    case 'match':
      return { kind: 'match', match: compileMatch(statement.match) }
    case 'verdict-map': {
      const { map, fields } = statement
      return map.kind === 'named'
        ? { kind: 'verdict-map', fields, entries: null, map: map.map, modulus: null }
        : { kind: 'verdict-map', fields, entries: compileEntries(map.entries), map: null, modulus: map.modulus }
    }
    default:
      return statement
  }
}

export function compileEntries(entries: readonly MapEntry[]): readonly CompiledEntry[] {
  return entries.map(({ element, verdict }) => ({ accepts: element.map(acceptsElement), verdict }))
}

function compileMatch(match: Match): CompiledMatch {
  if (match.kind !== 'compare') return match
  const { fields, negated, values } = match
  const base = { kind: 'compare' as const, fields, negated, elements: null, set: null, unreadable: null }
  switch (values.kind) {
    case 'inline':
      return { ...base, elements: values.elements.map((element) => element.map(acceptsElement)) }
    case 'named':
      return { ...base, set: values.set }
    case 'unreadable':
      return { ...base, unreadable: values.text }
    default:
      return values satisfies never
  }
}
