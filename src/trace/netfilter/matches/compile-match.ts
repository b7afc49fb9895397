// Prepares a match of any kind.
import type { Match } from '../../../model/ruleset.ts'
import type { CompiledSet } from '../compile-sets.ts'
import type { Asker } from '../fields/reading.ts'
import { compileCompare } from './compare.ts'
import type { CompiledMatch } from './compiled-match.ts'
import { compileLimit } from './limit.ts'
import { compileRecent } from './recent.ts'
import { compileNth, compileRandom } from './statistic.ts'

export function compileMatch(match: Match, asker: Asker, sets: ReadonlyMap<string, CompiledSet>): CompiledMatch {
  switch (match.kind) {
    case 'compare':
      return compileCompare(match, asker, sets)
    case 'random':
      return compileRandom(match)
    case 'nth':
      return compileNth(match)
    case 'limit':
      return compileLimit(match)
    case 'recent':
      return compileRecent(match)
    case 'unsupported':
      return { leavesTrace: false, asksForInvalid: false, evaluate: () => 'unknown' }
    default:
      return match satisfies never
  }
}
