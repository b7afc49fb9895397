// What a namespace does with a packet of its own: route it, choose its source, pass the output hook, route it again if that changed it.
// Source: net/ipv4/ip_output.c __ip_local_out(), net/ipv4/netfilter.c ip_route_me_harder(), net/ipv4/route.c ip_route_output_key_hash_rcu().

import type { Outcome } from '../../model/measurement.ts'
import type { NextHop } from '../../model/namespace.ts'
import type { Reason } from '../../model/path.ts'
import type { FactId } from '../../model/snapshot.ts'
import { isLinkLocal, parseAddress } from '../address.ts'
import { type Ending, endingOf } from '../ending.ts'
import { mendKey } from '../mend-key.ts'
import { lookupRoute, type RouteQuery, type RouteResult } from '../routing/lookup-route.ts'
import { blockedReason } from '../routing/route-input.ts'
import { selectSource } from '../routing/select-source.ts'
import { stageOf } from '../stages.ts'
import { mendedNextHop } from './mended-next-hop.ts'
import { passHook } from './pass-hook.ts'
import type { Next, Place, Walk } from './place.ts'

interface Chosen {
  readonly hop: NextHop
  readonly route: FactId | null
  readonly local: boolean
}

export function stepOutput(walk: Walk, place: Extract<Place, { kind: 'output' }>): Next {
  const { packet } = walk
  const { namespace } = place
  const first = chooseRoute(walk, place)
  if ('ending' in first) return first
  walk.chosenSource ??= packet.source
  const before = { destination: packet.destination, mark: packet.mark, source: packet.source }
  const pass = { hook: 'output' as const, namespace, incomingLink: null, bridged: null }
  const output = passHook(walk, {
    ...pass,
    outgoingLink: first.chosen.hop.link,
    tracking: place.tracking,
    gateway: first.chosen.hop.gateway,
  })
  if ('ending' in output) return output
  let { chosen } = first
  if (packet.destination !== before.destination || packet.mark !== before.mark || packet.source !== before.source) {
    const again = chooseRoute(walk, place)
    if ('ending' in again) return again
    chosen = again.chosen
  }
  const postrouting = passHook(walk, {
    ...pass,
    hook: 'postrouting',
    outgoingLink: chosen.hop.link,
    tracking: output.tracking,
    gateway: chosen.hop.gateway,
  })
  if ('ending' in postrouting) return postrouting
  if (chosen.local) {
    // The loopback link hands the packet straight back; it is routed already, so no source check is made again.
    const loopback = namespace.links.get(chosen.hop.link) ?? namespace.links.get('lo')
    if (!loopback?.up) return { ending: fail(walk, place, { kind: 'link-down', link: 'lo' }, 'ENETUNREACH') }
    const prerouting = passHook(walk, {
      hook: 'prerouting',
      namespace,
      incomingLink: 'lo',
      outgoingLink: null,
      bridged: null,
      tracking: postrouting.tracking,
      gateway: null,
    })
    if ('ending' in prerouting) return prerouting
    return { place: { kind: 'deliver', namespace, link: loopback, bridged: null, tracking: prerouting.tracking } }
  }
  return { place: { kind: 'send', namespace, hop: chosen.hop, route: chosen.route, local: true } }
}

function chooseRoute(walk: Walk, place: Extract<Place, { kind: 'output' }>): { chosen: Chosen } | { ending: Ending } {
  const { journey, packet } = walk
  const { namespace } = place
  journey.enter(stageOf(namespace.facts.role, 'routing', namespace.name === walk.client), namespace.name, null)
  const unread = namespace.facts.unread.findIndex(
    (entry) =>
      ['routes', 'policy-rules', 'links'].includes(entry.what) && (entry.family ?? packet.family) === packet.family,
  )
  if (unread >= 0)
    return {
      ending: undetermined(walk, place, { kind: 'unread', fact: `${namespace.name}#unread/${unread}`, what: 'routes' }),
    }
  const source = packet.source === '' ? null : packet.source
  // A reset that netfilter sends bears the address that was dialled, whoever has it (nf_send_reset()).
  if (source !== null && walk.expects === 'socket' && !isOwnAddress(walk, place, source)) {
    return { ending: fail(walk, place, { kind: 'source-not-local', address: source }, 'EADDRNOTAVAIL') }
  }
  const query: RouteQuery = {
    family: packet.family,
    destination: packet.destination,
    source,
    incomingLink: null,
    outgoingLink: null,
    mark: packet.mark,
    tos: packet.tos,
    protocol: packet.protocol,
    sourcePort: packet.sourcePort,
    destinationPort: packet.destinationPort,
  }
  const result = lookupRoute(namespace, query, journey)
  if (result.kind === 'local') {
    if (source === null) packet.source = result.route.preferredSource ?? packet.destination
    journey.step({
      kind: 'route',
      fact: result.fact,
      destination: packet.destination,
      gateway: null,
      link: 'lo',
      source: packet.source,
    })
    return { chosen: { hop: { gateway: null, link: 'lo', weight: 1, flags: [] }, route: result.fact, local: true } }
  }
  if (result.kind === 'found') {
    journey.step({ kind: 'policy-rule', fact: result.policyRule })
    return choose(walk, place, result.hop, result.fact, result.route.preferredSource)
  }
  return blocked(walk, place, query, result)
}

function choose(
  walk: Walk,
  place: Extract<Place, { kind: 'output' }>,
  hop: NextHop,
  route: FactId | null,
  preferredSource: string | null,
): { chosen: Chosen } | { ending: Ending } {
  const { journey, packet } = walk
  const { namespace } = place
  if (packet.source === '') {
    const source = preferredSource ?? selectSource(namespace, packet.family, hop.link, hop.gateway, packet.destination)
    if (source === null) {
      return {
        ending: fail(
          walk,
          place,
          { kind: 'no-source-address', destination: packet.destination, family: packet.family },
          packet.family === 6 ? 'EADDRNOTAVAIL' : 'ENETUNREACH',
        ),
      }
    }
    packet.source = source
  }
  journey.step({
    kind: 'route',
    fact: route,
    destination: packet.destination,
    gateway: hop.gateway,
    link: hop.link,
    source: packet.source,
  })
  return { chosen: { hop, route, local: false } }
}

function blocked(
  walk: Walk,
  place: Extract<Place, { kind: 'output' }>,
  query: RouteQuery,
  result: Exclude<RouteResult, { kind: 'found' | 'local' }>,
): { chosen: Chosen } | { ending: Ending } {
  const { journey, packet } = walk
  const { namespace } = place
  if (result.kind === 'unsupported') {
    return { ending: undetermined(walk, place, { kind: 'unsupported-rule', rule: result.fact, text: result.text }) }
  }
  if (result.kind === 'broadcast') {
    return {
      ending: fail(
        walk,
        place,
        { kind: 'broadcast-or-multicast', address: packet.destination },
        packet.protocol === 'tcp' ? 'ENETUNREACH' : 'EACCES',
      ),
    }
  }
  const reason = blockedReason(query, result)
  journey.step({
    kind: 'route',
    fact: 'fact' in result ? result.fact : null,
    destination: packet.destination,
    gateway: null,
    link: null,
    source: null,
  })
  if (journey.isMended(mendKey(namespace.name, reason) ?? '')) {
    const hop = mendedNextHop(journey.network, namespace, packet.family)
    if (hop) return choose(walk, place, hop, null, null)
  }
  return { ending: fail(walk, place, reason, blockedErrno(reason)) }
}

/** The error of fib_props[] (net/ipv4/fib_semantics.c), and of fib6_prop for IPv6. */
function blockedErrno(reason: Reason): Outcome {
  if (reason.kind !== 'route-blocks' && reason.kind !== 'policy-rule-blocks') return 'ENETUNREACH'
  if (reason.type === 'blackhole') return 'EINVAL'
  if (reason.type === 'prohibit') return 'EACCES'
  return reason.type === 'unreachable' && reason.kind === 'route-blocks' ? 'EHOSTUNREACH' : 'ENETUNREACH'
}

function isOwnAddress(walk: Walk, place: Extract<Place, { kind: 'output' }>, source: string): boolean {
  const address = parseAddress(source)
  if (!address) return false
  if (place.namespace.localLinks.has(address.text) || isLinkLocal(address)) return true
  const query = {
    family: walk.packet.family,
    destination: source,
    source: null,
    incomingLink: null,
    outgoingLink: null,
    mark: 0,
    tos: 0,
    protocol: '',
    sourcePort: 0,
    destinationPort: 0,
  }
  return lookupRoute(place.namespace, query, walk.journey).kind === 'local'
}

function fail(walk: Walk, place: Extract<Place, { kind: 'output' }>, reason: Reason, errno: Outcome): Ending {
  const { packet } = walk
  const { namespace } = place
  // A tunnel's own packet has no process that could be told: it is lost silently.
  const told = walk.journey.tunnelled.length === 0 ? errno : null
  const evidence = 'route' in reason && reason.route ? [reason.route] : 'rule' in reason ? [reason.rule] : []
  const silent = reason.kind === 'route-blocks' && reason.type === 'blackhole'
  return endingOf({
    kind: silent ? 'dropped' : 'unreachable',
    stage: stageOf(namespace.facts.role, 'routing', namespace.name === walk.client),
    namespace: namespace.name,
    reason,
    evidence,
    errno: told,
    packet,
  })
}

function undetermined(walk: Walk, place: Extract<Place, { kind: 'output' }>, reason: Reason): Ending {
  const { namespace } = place
  const stage = stageOf(namespace.facts.role, 'routing', namespace.name === walk.client)
  return endingOf({ kind: 'undetermined', stage, namespace: namespace.name, reason, packet: walk.packet })
}
