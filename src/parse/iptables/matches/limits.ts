// Parses matches that hold until an allowance is used up: limit, hashlimit, connlimit, quota.
import type { MatchParser } from './match-parser.ts'

export const limit = limitParser(['--limit'], [])
export const hashlimit = limitParser(['--hashlimit', '--hashlimit-upto'], ['--hashlimit-above'])
export const connlimit = limitParser(['--connlimit-upto'], ['--connlimit-above'])
export const quota = limitParser(['--quota'], [])

/** `over`: holds only once the allowance is used up. */
function limitParser(within: readonly string[], over: readonly string[]): MatchParser {
  return (options, _context, text) => {
    const bound = options.find(({ name }) => within.includes(name) || over.includes(name))
    if (!bound) return null
    return [{ kind: 'limit', text, over: over.includes(bound.name) !== bound.negated }]
  }
}
