// Parses the targets that end a packet's walk through a chain: ACCEPT, DROP, RETURN, QUEUE, NFQUEUE.
import type { RuleVerdict } from '../../../model/ruleset.ts'
import type { TargetParser } from './target-parser.ts'

export const accept = plain({ kind: 'accept' })
export const drop = plain({ kind: 'drop' })
export const returnToCaller = plain({ kind: 'return' })
export const queue = plain({ kind: 'queue', bypass: false })

export const nfqueue: TargetParser = (options) => [
  { kind: 'verdict', verdict: { kind: 'queue', bypass: options.some((option) => option.name === '--queue-bypass') } },
]

function plain(verdict: RuleVerdict): TargetParser {
  return (options) => (options.length === 0 ? [{ kind: 'verdict', verdict }] : null)
}
