// Parses what a rule does with the packet: `-j TARGET …`, or `-j CHAIN` and `-g CHAIN` of the same table.
import type { Statement } from '../../model/ruleset.ts'
import type { RuleContext } from './rule-context.ts'
import { groupOptions, rawText } from './rule-option.ts'
import { ct } from './targets/ct.ts'
import { connmark, mark } from './targets/mark.ts'
import { dnat, masquerade, netmap, redirect, snat, tproxy } from './targets/nat.ts'
import { reject } from './targets/reject.ts'
import type { TargetParser } from './targets/target-parser.ts'
import { ttl } from './targets/ttl.ts'
import { accept, drop, nfqueue, queue, returnToCaller } from './targets/verdict.ts'
import type { Token } from './tokenize-rule.ts'

export function parseTarget(tokens: readonly Token[], context: RuleContext): readonly Statement[] {
  const [option, name, ...rest] = tokens
  const text = rawText(tokens)
  if (!name) return [{ kind: 'unsupported', text }]
  if (context.chains.has(name.text) && rest.length === 0) {
    const kind = option?.text === '-g' ? 'goto' : 'jump'
    return [{ kind: 'verdict', verdict: { kind, chain: name.text } }]
  }
  if (withoutEffect.has(name.text)) return [{ kind: 'no-effect', text }]
  const options = groupOptions(rest)
  const parse = option?.text === '-j' ? targets.get(name.text) : undefined
  return (options && parse?.(options, context)) ?? [{ kind: 'unsupported', text }]
}

const targets: ReadonlyMap<string, TargetParser> = new Map([
  ['ACCEPT', accept],
  ['CONNMARK', connmark],
  ['CT', ct],
  ['DNAT', dnat],
  ['DROP', drop],
  ['HL', ttl],
  ['MARK', mark],
  ['MASQUERADE', masquerade],
  ['NETMAP', netmap],
  ['NFQUEUE', nfqueue],
  ['NOTRACK', () => [{ kind: 'notrack' }]],
  ['QUEUE', queue],
  ['REDIRECT', redirect],
  ['REJECT', reject],
  ['RETURN', returnToCaller],
  ['SNAT', snat],
  ['TPROXY', tproxy],
  ['TTL', ttl],
])

/** Targets after which the packet goes on as it was, but for what does not decide its way. SET changes an ipset, TEE sends a copy. */
const withoutEffect: ReadonlySet<string> = new Set([
  'AUDIT',
  'CHECKSUM',
  'CLASSIFY',
  'CONNSECMARK',
  'DSCP',
  'ECN',
  'IDLETIMER',
  'LED',
  'LOG',
  'NFLOG',
  'RATEEST',
  'SECMARK',
  'SET',
  'TCPMSS',
  'TCPOPTSTRIP',
  'TEE',
  'TOS',
  'TRACE',
  'ULOG',
])
