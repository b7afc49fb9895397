// What a namespace does with a packet that came in by a link: deliver it, forward it, or refuse it.
// Source: net/ipv4/route.c ip_route_input_slow(), ip_error(); net/ipv6/route.c ip6_rt_init_dst_reject(), net/ipv6/ip6_output.c ip6_forward().
import type { NextHop } from '../../model/namespace.ts'
import type { Reason } from '../../model/path.ts'
import type { FactId } from '../../model/snapshot.ts'
import { isLoopback, isMulticast, parseAddress } from '../address.ts'
import type { NamespaceModel } from '../compile.ts'
import type { ErrorMessage } from '../ending.ts'
import { mendKey } from '../mend-key.ts'
import type { Recorder } from '../recorder.ts'
import { checkSource } from './check-source.ts'
import { lookupRoute, type RouteQuery, type RouteResult } from './lookup-route.ts'

export type InputDecision =
  | { readonly kind: 'deliver'; readonly fact: FactId }
  | { readonly kind: 'forward'; readonly hop: NextHop; readonly fact: FactId; readonly policyRule: FactId }
  /** No route that works, and told to go on as if there were one. */
  | { readonly kind: 'forward-as-mended' }
  | {
      readonly kind: 'refuse'
      readonly reason: Reason
      readonly error: ErrorMessage | null
      readonly fact: FactId | null
    }

export function routeInput(
  namespace: NamespaceModel,
  query: RouteQuery & { readonly incomingLink: string; readonly source: string },
  recorder: Recorder,
): InputDecision {
  const refuse = (reason: Reason, error: ErrorMessage | null = null, fact: FactId | null = null): InputDecision => ({
    kind: 'refuse',
    reason,
    error,
    fact,
  })
  const link = query.incomingLink
  const strange = checkAddresses(namespace, query, recorder)
  if (strange) return refuse(strange)
  const result = lookupRoute(namespace, query, recorder)
  if (result.kind === 'unsupported') return refuse({ kind: 'unsupported-rule', rule: result.fact, text: result.text })
  if (result.kind === 'broadcast') return refuse({ kind: 'broadcast-or-multicast', address: query.destination })
  if (result.kind === 'local') {
    const badSource = refusedSource(namespace, query, recorder)
    return badSource ? refuse(badSource) : { kind: 'deliver', fact: result.fact }
  }
  if (!isForwarding(namespace, query, recorder)) {
    const sysctl = namespace.sysctlFact(
      query.family === 4 ? `net.ipv4.conf.${link}.forwarding` : 'net.ipv6.conf.all.forwarding',
    )
    const reason: Reason = { kind: 'forwarding-off', link, sysctl }
    // IPv6 answers even where it does not forward, when no route is there at all.
    const error = query.family === 6 && result.kind !== 'found' ? blockedError(query.family, result) : null
    if (!recorder.isMended(mendKey(namespace.name, reason) ?? '')) return refuse(reason, error)
  }
  if (result.kind !== 'found') {
    const reason = blockedReason(query, result)
    if (recorder.isMended(mendKey(namespace.name, reason) ?? '')) return { kind: 'forward-as-mended' }
    return refuse(reason, blockedError(query.family, result), 'fact' in result ? result.fact : null)
  }
  const badSource = refusedSource(namespace, query, recorder)
  if (badSource) return refuse(badSource)
  return { kind: 'forward', hop: result.hop, fact: result.fact, policyRule: result.policyRule }
}

/** Why a look-up that found no way ended so. */
export function blockedReason(
  query: Pick<RouteQuery, 'destination' | 'family'>,
  result: Exclude<RouteResult, { kind: 'found' | 'local' | 'broadcast' | 'unsupported' }>,
): Reason {
  switch (result.kind) {
    case 'route-blocks':
      return { kind: 'route-blocks', route: result.fact, type: result.type }
    case 'rule-blocks':
      return { kind: 'policy-rule-blocks', rule: result.fact, type: result.type }
    case 'none':
      return { kind: 'no-route', destination: query.destination, family: query.family }
    default:
      return result satisfies never
  }
}

/** IPv4: ip_error() by the look-up's error. IPv6 says `no route` for unreachable routes too. */
function blockedError(family: 4 | 6, result: RouteResult): ErrorMessage | null {
  const type = result.kind === 'route-blocks' || result.kind === 'rule-blocks' ? result.type : 'none'
  switch (type) {
    case 'blackhole':
      return null
    case 'prohibit':
      return 'admin-prohibited'
    case 'unreachable':
      // A policy rule's `unreachable` is ENETUNREACH (fib4_rule_action()), a route's EHOSTUNREACH (fib_props[]).
      return family === 6 ? 'no-route' : result.kind === 'rule-blocks' ? 'net-unreachable' : 'host-unreachable'
    case 'throw':
    case 'none':
      return family === 4 ? 'net-unreachable' : 'no-route'
    default:
      return type satisfies never
  }
}

function checkAddresses(
  namespace: NamespaceModel,
  query: RouteQuery & { readonly incomingLink: string; readonly source: string },
  recorder: Recorder,
): Reason | null {
  const link = query.incomingLink
  const source = parseAddress(query.source)
  const destination = parseAddress(query.destination)
  if (!source || !destination) return { kind: 'unsupported', what: `address ${query.source} or ${query.destination}` }
  if (isMulticast(source)) return { kind: 'martian-source', address: query.source, link }
  if (isMulticast(destination)) return { kind: 'broadcast-or-multicast', address: query.destination }
  if (query.family === 6) {
    if (isLoopback(destination)) return { kind: 'martian-destination', address: query.destination, link }
    return isLoopback(source) ? { kind: 'martian-source', address: query.source, link } : null
  }
  const name = `net.ipv4.conf.${link}.route_localnet`
  const localnet = [name, 'net.ipv4.conf.all.route_localnet'].some((key) => namespace.sysctl(key) === '1')
  recorder.read(namespace.sysctlFact(name))
  if (isLoopback(destination) && !localnet) {
    const reason: Reason = {
      kind: 'loopback-without-route-localnet',
      address: query.destination,
      link,
      sysctl: namespace.sysctlFact(name),
    }
    return recorder.isMended(mendKey(namespace.name, reason) ?? '') ? null : reason
  }
  return isLoopback(source) && !localnet ? { kind: 'martian-source', address: query.source, link } : null
}

function refusedSource(namespace: NamespaceModel, query: RouteQuery, recorder: Recorder): Reason | null {
  const reason = checkSource(namespace, query, recorder)
  // Where the missing route is taken as mended, it is there for the way back too.
  const routeMended = reason?.kind === 'reverse-path-filter' && reason.wayBack === null
  if (routeMended && recorder.isMended(`route:${namespace.name}`)) return null
  return reason && !recorder.isMended(mendKey(namespace.name, reason) ?? '') ? reason : null
}

/** IPv4 asks the incoming link (IN_DEV_FORWARD); IPv6 asks `all` (ip6_forward()). */
function isForwarding(namespace: NamespaceModel, query: RouteQuery, recorder: Recorder): boolean {
  const name = query.family === 4 ? `net.ipv4.conf.${query.incomingLink}.forwarding` : 'net.ipv6.conf.all.forwarding'
  recorder.read(namespace.sysctlFact(name))
  return namespace.sysctl(name) === '1'
}
