// Which route a packet takes: policy rules in order, then the longest prefix of each table they name.
// Source: net/ipv4/fib_rules.c fib4_rule_action(), net/ipv4/fib_trie.c fib_table_lookup(), net/core/fib_rules.c fib_rules_lookup().
import type { NextHop, PolicyRule, Route } from '../../model/namespace.ts'
import type { Family } from '../../model/packet.ts'
import type { FactId } from '../../model/snapshot.ts'
import { parseAddress, parsePrefix, prefixContains } from '../address.ts'
import { type NamespaceModel, type RouteModel, tableKey } from '../compile.ts'
import type { Recorder } from '../recorder.ts'

export interface RouteQuery {
  readonly family: Family
  readonly destination: string
  /** Null while the kernel has not chosen one. */
  readonly source: string | null
  /** Null for what this namespace sends itself. */
  readonly incomingLink: string | null
  /** Set by SO_BINDTODEVICE, or to look back by one link only. */
  readonly outgoingLink: string | null
  readonly mark: number
  readonly tos: number
  readonly protocol: string
  readonly sourcePort: number
  readonly destinationPort: number
}

export type RouteResult =
  | {
      readonly kind: 'found'
      readonly route: Route
      readonly fact: FactId
      readonly policyRule: FactId
      readonly hop: NextHop
    }
  | { readonly kind: 'local'; readonly route: Route; readonly fact: FactId }
  | { readonly kind: 'broadcast'; readonly route: Route; readonly fact: FactId }
  | {
      readonly kind: 'route-blocks'
      readonly type: 'unreachable' | 'blackhole' | 'prohibit' | 'throw'
      readonly fact: FactId
    }
  | { readonly kind: 'rule-blocks'; readonly type: 'unreachable' | 'blackhole' | 'prohibit'; readonly fact: FactId }
  | { readonly kind: 'none' }
  | { readonly kind: 'unsupported'; readonly fact: FactId; readonly text: string }

export function lookupRoute(namespace: NamespaceModel, query: RouteQuery, recorder: Recorder): RouteResult {
  const rules = namespace.policyRules[query.family]
  let thrown: FactId | null = null
  let skipBelow = -1
  for (const { rule, fact } of rules) {
    if (rule.priority < skipBelow) continue
    const matches = policyRuleMatches(rule, query)
    if (matches === 'no') continue
    recorder.read(fact)
    if (matches === 'unknown') return { kind: 'unsupported', fact, text: rule.text }
    const { action } = rule
    if (action.kind === 'nop') continue
    if (action.kind === 'goto') {
      skipBelow = action.priority
      continue
    }
    if (action.kind !== 'lookup') return { kind: 'rule-blocks', type: action.kind, fact }
    const result = lookupTable(namespace, action.table, query, recorder, rule.suppressPrefixLength, fact)
    if (!result) continue
    if (result.kind === 'route-blocks' && result.type === 'throw') {
      thrown = result.fact
      continue
    }
    return result
  }
  return thrown ? { kind: 'route-blocks', type: 'throw', fact: thrown } : { kind: 'none' }
}

function policyRuleMatches(rule: PolicyRule, query: RouteQuery): 'yes' | 'no' | 'unknown' {
  const conditions = [
    matchesPrefix(rule.from, query.source ?? (query.family === 4 ? '0.0.0.0' : '::')),
    matchesPrefix(rule.to, query.destination),
    rule.mark === null || ((query.mark ^ rule.mark.value) & rule.mark.mask) === 0,
    // What a namespace sends itself has the loopback link as incoming (FLOWI iif LOOPBACK_IFINDEX).
    rule.incomingLink === null || rule.incomingLink === (query.incomingLink ?? 'lo'),
    rule.outgoingLink === null || rule.outgoingLink === query.outgoingLink,
    rule.protocol === null || rule.protocol === query.protocol,
    inRange(rule.sourcePorts, query.sourcePort),
    inRange(rule.destinationPorts, query.destinationPort),
    rule.tos === null || rule.tos === 0 || rule.tos === query.tos,
  ]
  const holds = conditions.every(Boolean)
  if (rule.unknown.length > 0) return holds || rule.not ? 'unknown' : 'no'
  return holds !== rule.not ? 'yes' : 'no'
}

function matchesPrefix(prefixText: string | null, addressText: string): boolean {
  if (prefixText === null || prefixText === 'all') return true
  const prefix = parsePrefix(prefixText)
  const address = parseAddress(addressText)
  return prefix !== null && address !== null && prefixContains(prefix, address)
}

function inRange(range: { readonly from: number; readonly to: number } | null, port: number): boolean {
  return range === null || (port >= range.from && port <= range.to)
}

function lookupTable(
  namespace: NamespaceModel,
  tableName: string,
  query: RouteQuery,
  recorder: Recorder,
  suppressPrefixLength: number | null,
  policyRule: FactId,
): RouteResult | null {
  const table = namespace.tables.get(tableKey(query.family, tableName))
  const address = parseAddress(query.destination)
  if (!table || !address) return null
  for (const { length, entries } of table.matches(address)) {
    for (const model of inOrderOfPreference(entries, query)) {
      const result = takeRoute(namespace, model, query, recorder, policyRule)
      if (!result) continue
      recorder.read(model.fact)
      if (suppressPrefixLength !== null && length <= suppressPrefixLength) return null
      return result
    }
  }
  recorder.read(`${namespace.name}#route?${tableName}/${query.destination}`)
  return null
}

/** A route with the packet's TOS before one with none, then the smaller metric (fib_table_insert() keeps them in that order). */
function inOrderOfPreference(entries: readonly RouteModel[], query: RouteQuery): readonly RouteModel[] {
  const fitting = entries.filter(({ route }) => route.tos === 0 || route.tos === query.tos)
  return fitting.length < 2
    ? fitting
    : fitting.toSorted((left, right) => right.route.tos - left.route.tos || left.route.metric - right.route.metric)
}

function takeRoute(
  namespace: NamespaceModel,
  { route, fact }: RouteModel,
  query: RouteQuery,
  recorder: Recorder,
  policyRule: FactId,
): RouteResult | null {
  switch (route.type) {
    case 'unreachable':
    case 'blackhole':
    case 'prohibit':
    case 'throw':
      return { kind: 'route-blocks', type: route.type, fact }
    case 'local':
    case 'anycast':
      return query.outgoingLink !== null && route.link !== query.outgoingLink ? null : { kind: 'local', route, fact }
    case 'broadcast':
    case 'multicast':
      return { kind: 'broadcast', route, fact }
    case 'unicast': {
      const usable = usableNextHops(namespace, route, query)
      const [first] = usable
      if (!first) return null
      const total = usable.reduce((sum, hop) => sum + hop.weight, 0)
      const way =
        usable.length > 1
          ? recorder.choose(
              fact,
              usable.map((hop) => hop.weight / total),
            )
          : 0
      return { kind: 'found', route, fact, policyRule, hop: usable[way] ?? first }
    }
    default:
      return route.type satisfies never
  }
}

/** Dead next hops are passed over; those without carrier only where ignore_routes_with_linkdown says so (fib_lookup_good_nhc()). */
function usableNextHops(namespace: NamespaceModel, route: Route, query: RouteQuery): readonly NextHop[] {
  const all: readonly NextHop[] =
    route.nextHops.length > 0
      ? route.nextHops
      : route.link === null
        ? []
        : [{ gateway: route.gateway, link: route.link, weight: 1, flags: route.flags }]
  return all.filter((hop) => {
    if (hop.flags.includes('dead')) return false
    if (query.outgoingLink !== null && hop.link !== query.outgoingLink) return false
    const prefix = query.family === 4 ? 'net.ipv4' : 'net.ipv6'
    const ignoresDown = namespace.sysctl(`${prefix}.conf.${hop.link}.ignore_routes_with_linkdown`) === '1'
    return !(ignoresDown && hop.flags.includes('linkdown'))
  })
}
