// Prepares a statement that does something; null for one that changes nothing.
import type { Statement } from '../../../model/ruleset.ts'
import type { CompiledSet } from '../compile-sets.ts'
import type { Asker } from '../fields/reading.ts'
import { compileNat } from '../nat/compile-nat.ts'
import { type CompiledTarget, target } from './compiled-target.ts'
import { compileCopyMark, compileSetMark } from './mark.ts'
import { compileReject } from './reject.ts'
import { compileSetTtl } from './set-ttl.ts'
import { compileSetZone, notrack } from './tracking.ts'
import { compileVerdict } from './verdict.ts'
import { compileVerdictMap } from './verdict-map.ts'

export function compileTarget(
  statement: Exclude<Statement, { kind: 'match' }>,
  asker: Asker,
  sets: ReadonlyMap<string, CompiledSet>,
): CompiledTarget | null {
  switch (statement.kind) {
    case 'no-effect':
      return null
    case 'unsupported':
      return target(() => ({ kind: 'unknown' }))
    case 'verdict':
      return compileVerdict(statement.verdict)
    case 'verdict-map':
      return compileVerdictMap(statement, asker, sets)
    case 'nat':
      return compileNat(statement.nat)
    case 'reject':
      return compileReject(statement.with)
    case 'set-mark':
      return compileSetMark(statement)
    case 'copy-mark':
      return compileCopyMark(statement)
    case 'set-ttl':
      return compileSetTtl(statement)
    case 'notrack':
      return notrack
    case 'set-zone':
      return compileSetZone(statement.zone)
    default:
      return statement satisfies never
  }
}
