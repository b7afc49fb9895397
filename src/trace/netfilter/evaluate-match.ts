// Whether one match of a rule holds for a packet: yes, no, or unknown.
import type { FactId } from '../../model/snapshot.ts'
import { acceptsElement } from './accepts-value.ts'
import type { CompiledTable } from './compile-netfilter.ts'
import type { CompiledMatch } from './compile-statement.ts'
import type { Passage } from './passage.ts'
import { type Reading, readField } from './read-field.ts'

export type Answer = 'yes' | 'no' | 'unknown'

export function evaluateMatch(match: CompiledMatch, passage: Passage, table: CompiledTable, rule: FactId): Answer {
  switch (match.kind) {
    case 'compare':
      return compare(match, passage, table)
    case 'random':
      return passage.recorder.choose(rule, [match.probability, 1 - match.probability]) === 0 ? 'yes' : 'no'
    case 'nth':
      return passage.recorder.choose(rule, [1 / match.every, 1 - 1 / match.every]) === 0 ? 'yes' : 'no'
    case 'limit':
      passage.recorder.assume({ kind: 'limit-not-exhausted', rule })
      return match.over ? 'no' : 'yes'
    case 'recent': {
      passage.recorder.assume({ kind: 'recent-list-empty', rule })
      const listed = match.action === 'set'
      return listed !== match.negated ? 'yes' : 'no'
    }
    case 'unsupported':
      return 'unknown'
    default:
      return match satisfies never
  }
}

function compare(match: Extract<CompiledMatch, { kind: 'compare' }>, passage: Passage, table: CompiledTable): Answer {
  if (match.unreadable !== null) return 'unknown'
  const readings = match.fields.map((field) => readField(field, passage))
  if (readings.some((reading) => reading.kind === 'absent')) return 'no'
  if (readings.some((reading) => reading.kind === 'unknown')) return 'unknown'
  const elements = match.elements ?? elementsOf(table, match.set)
  if (elements === null) return 'unknown'
  const member = elements.some((element) => element.every((accepts, part) => anyAccepted(readings[part], accepts)))
  return member !== match.negated ? 'yes' : 'no'
}

export function anyAccepted(reading: Reading | undefined, accepts: (value: string) => boolean): boolean {
  return reading?.kind === 'values' && reading.values.some(accepts)
}

/** Null when the set is not there or part of it could not be read. */
function elementsOf(
  table: CompiledTable,
  name: string | null,
): readonly (readonly ((value: string) => boolean)[])[] | null {
  const set = name === null ? undefined : table.sets.get(name)
  if (!set || set.unknown.length > 0) return null
  const elements = set.kind === 'set' ? set.elements : set.entries.map((entry) => entry.element)
  return elements.map((element) => element.map(acceptsElement))
}
