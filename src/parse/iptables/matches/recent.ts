// Parses -m recent: a list of addresses that packets fill; only what is done to it can be known.
import type { MatchParser } from './match-parser.ts'

export const recent: MatchParser = (options, _context, text) => {
  for (const { name, negated } of options) {
    const action = actions.get(name)
    if (action) return [{ kind: 'recent', text, action, negated }]
  }
  return null
}

const actions: ReadonlyMap<string, 'set' | 'check' | 'update' | 'remove'> = new Map([
  ['--set', 'set'],
  ['--rcheck', 'check'],
  ['--update', 'update'],
  ['--remove', 'remove'],
])
