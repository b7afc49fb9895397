// Parses the targets that change how far a packet may go: TTL, and HL for IPv6.
import type { Statement } from '../../../model/ruleset.ts'
import { decimal } from '../matches/number-value.ts'
import type { TargetParser } from './target-parser.ts'

export const ttl: TargetParser = ([option, ...rest]) => {
  const change = changes.get(option?.name ?? '')
  const value = decimal(option?.values[0])
  return change && value !== null && rest.length === 0 ? [{ kind: 'set-ttl', change, value: Number(value) }] : null
}

const changes: ReadonlyMap<string, Extract<Statement, { kind: 'set-ttl' }>['change']> = new Map([
  ['--ttl-set', 'set'],
  ['--ttl-inc', 'add'],
  ['--ttl-dec', 'subtract'],
  ['--hl-set', 'set'],
  ['--hl-inc', 'add'],
  ['--hl-dec', 'subtract'],
])
