// Prepares a table's named sets and maps for looking packets up.
import type { NamedSet, RuleVerdict, Table } from '../../model/ruleset.ts'
import { ElementTable } from './element-table.ts'

export interface CompiledSet {
  readonly elements: ElementTable
  /** Of verdict maps: the verdict of each element, by its index. */
  readonly verdicts: readonly RuleVerdict[]
  /** False when some elements could not be read: not being found says nothing then. */
  readonly complete: boolean
}

export function compileSets(table: Table): ReadonlyMap<string, CompiledSet> {
  return new Map(table.sets.map((set) => [set.name, compileSet(set)] as const))
}

function compileSet({ kind, elements, entries, unknown }: NamedSet): CompiledSet {
  const listed = kind === 'verdict-map' ? entries.map((entry) => entry.element) : elements
  return {
    elements: new ElementTable(listed),
    verdicts: kind === 'verdict-map' ? entries.map((entry) => entry.verdict) : [],
    complete: unknown.length === 0,
  }
}
