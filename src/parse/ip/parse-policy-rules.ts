// Parses `ip -j -d rule show`: the policy rules that choose a routing table.
import type { PolicyRule } from '../../model/namespace.ts'
import type { Family } from '../../model/packet.ts'
import { has, type JsonObject, numberOf, textOf } from '../json-value.ts'
import type { Parsed } from '../parsed.ts'
import { policyRuleText } from './policy-rule-text.ts'
import { prefixText } from './prefix-text.ts'
import { tosValue } from './tos-value.ts'

export function parsePolicyRules(family: Family, printed: readonly JsonObject[]): Parsed<PolicyRule> {
  const facts: PolicyRule[] = []
  const problems: string[] = []
  for (const object of printed) {
    const priority = numberOf(object, 'priority')
    if (priority === null) problems.push(`rule without a priority: ${policyRuleText(object)}`)
    else facts.push(parseRule(family, priority, object))
  }
  return { facts, problems }
}

function parseRule(family: Family, priority: number, object: JsonObject): PolicyRule {
  const action = actionOf(object)
  const tos = textOf(object, 'tos')
  const tosNumber = tos === null ? null : tosValue(tos)
  const unknown = Object.keys(object).filter((key) => !known.has(key))
  if (!action) unknown.push(textOf(object, 'action') ?? 'action')
  if (tos !== null && tosNumber === null) unknown.push('tos')
  return {
    family,
    priority,
    not: has(object, 'not'),
    from: selector(family, object, 'src', 'srclen'),
    to: selector(family, object, 'dst', 'dstlen'),
    mark: markOf(object),
    incomingLink: textOf(object, 'iif'),
    outgoingLink: textOf(object, 'oif'),
    protocol: textOf(object, 'ipproto')?.replace(/^ipproto-/, '') ?? null,
    sourcePorts: portsOf(object, 'sport'),
    destinationPorts: portsOf(object, 'dport'),
    tos: tosNumber,
    action: action ?? { kind: 'nop' },
    suppressPrefixLength: numberOf(object, 'suppress_prefixlen'),
    unknown,
    text: policyRuleText(object),
  }
}

/** Keys that parseRule() reads, or that decide nothing; any other is a selector this program does not know. */
const known = new Set([
  ...['priority', 'not', 'src', 'srclen', 'dst', 'dstlen', 'fwmark', 'fwmask', 'iif', 'oif', 'ipproto', 'tos'],
  ...['sport', 'sport_start', 'sport_end', 'dport', 'dport_start', 'dport_end', 'suppress_prefixlen'],
  ...[
    'table',
    'goto',
    'unresolved',
    'nop',
    'action',
    'protocol',
    'iif_detached',
    'oif_detached',
    'flow_from',
    'flow_to',
  ],
])

function actionOf(object: JsonObject): PolicyRule['action'] | null {
  const goto = numberOf(object, 'goto')
  if (goto !== null) return { kind: 'goto', priority: goto }
  if (has(object, 'nop')) return { kind: 'nop' }
  const action = textOf(object, 'action')
  if (action === 'blackhole' || action === 'unreachable' || action === 'prohibit') return { kind: action }
  const table = textOf(object, 'table')
  return table === null || action !== null ? null : { kind: 'lookup', table }
}

/** Null for `all`. */
function selector(family: Family, object: JsonObject, address: string, length: string): string | null {
  const text = textOf(object, address)
  if (text === null || text === 'all') return null
  const bits = numberOf(object, length)
  return bits === null ? prefixText(family, text) : `${text}/${bits}`
}

function markOf(object: JsonObject): PolicyRule['mark'] {
  const value = numberOf(object, 'fwmark')
  return value === null ? null : { value, mask: numberOf(object, 'fwmask') ?? 0xffffffff }
}

function portsOf(object: JsonObject, name: string): { readonly from: number; readonly to: number } | null {
  const from = numberOf(object, name) ?? numberOf(object, `${name}_start`)
  return from === null ? null : { from, to: numberOf(object, `${name}_end`) ?? from }
}
