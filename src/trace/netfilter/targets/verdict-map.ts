// vmap: the packet's fields are looked up, and the verdict of the element found is carried out; none found, the rule ends.
// Source: net/netfilter/nft_lookup.c nft_lookup_eval(), nft_immediate.c.
import type { Statement } from '../../../model/ruleset.ts'
import type { CompiledSet } from '../compile-sets.ts'
import { ElementTable } from '../element-table.ts'
import { compileField } from '../fields/compile-field.ts'
import type { Asker } from '../fields/reading.ts'
import type { CompiledTarget, Site } from './compiled-target.ts'
import { jumpsOf } from './jumps-of.ts'
import { compileNumgenMap } from './numgen-map.ts'
import { actOnVerdict } from './verdict.ts'

type VerdictMap = Extract<Statement, { kind: 'verdict-map' }>

export function compileVerdictMap(
  { fields, map }: VerdictMap,
  asker: Asker,
  sets: ReadonlyMap<string, CompiledSet>,
): CompiledTarget {
  const numgen = fields[0]?.name.startsWith('numgen.') === true
  if (numgen && map.kind === 'inline') return compileNumgenMap(map)
  const reads = fields.map(compileField)
  const looked: CompiledSet | undefined =
    map.kind === 'named'
      ? sets.get(map.map)
      : {
          elements: new ElementTable(map.entries.map((entry) => entry.element)),
          verdicts: map.entries.map((entry) => entry.verdict),
          complete: true,
        }
  const state = fields.findIndex((field) => field.name === 'ct.state')
  return {
    ...jumpsOf(looked?.complete ? looked.verdicts : null),
    act(site) {
      if (!looked) return { kind: 'unknown' }
      const readings = reads.map((read) => read(site.passage, asker))
      if (readings.some((reading) => reading.kind === 'absent')) return { kind: 'break' }
      const found = looked.elements.find(readings)
      if (found.kind === 'none') return { kind: looked.complete ? 'break' : 'unknown' }
      const verdict = found.kind === 'found' ? looked.verdicts[found.index] : undefined
      if (!verdict) return { kind: 'unknown' }
      return actOnVerdict(verdict, askingForState(site, state >= 0))
    },
  }
}

/** `ct state vmap { invalid : drop }` picks out invalid packets as a match would. */
function askingForState(site: Site, asks: boolean): Site {
  return asks ? { ...site, asksForInvalid: true } : site
}
