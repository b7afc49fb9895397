// A packet that reached the network layer of a namespace: prerouting, then the decision to deliver, forward or refuse it.
// Source: net/ipv4/ip_input.c ip_rcv(), ip_rcv_finish().

import type { Reason } from '../../model/path.ts'
import { type Ending, type EndingParts, endingOf } from '../ending.ts'
import { routeInput } from '../routing/route-input.ts'
import { stageOf } from '../stages.ts'
import { mendedNextHop } from './mended-next-hop.ts'
import { passHook } from './pass-hook.ts'
import type { Next, Place, Walk } from './place.ts'

export function stepInput(walk: Walk, place: Extract<Place, { kind: 'input' }>): Next {
  const { journey, packet } = walk
  const { namespace, link } = place
  const dialled = packet.destination
  let tracking = place.translated
  if (tracking === null) {
    const prerouting = passHook(walk, {
      hook: 'prerouting',
      namespace,
      incomingLink: link.name,
      outgoingLink: null,
      bridged: place.bridged,
      tracking: null,
      gateway: null,
    })
    if ('ending' in prerouting) return prerouting
    tracking = prerouting.tracking
  }
  const stage = stageOf(namespace.facts.role, 'routing', namespace.name === walk.client)
  journey.enter(stage, namespace.name, null)
  const end: End = (parts) => ({ ending: endingOf({ stage, namespace: namespace.name, packet, ...parts }) })
  const unread = namespace.facts.unread.findIndex(
    (entry) =>
      ['routes', 'policy-rules', 'links', 'sysctls'].includes(entry.what) &&
      (entry.family ?? packet.family) === packet.family,
  )
  if (unread >= 0) {
    const what = namespace.facts.unread[unread]?.what ?? 'routes'
    return end({ kind: 'undetermined', reason: { kind: 'unread', fact: `${namespace.name}#unread/${unread}`, what } })
  }
  const decision = routeInput(
    namespace,
    {
      family: packet.family,
      destination: packet.destination,
      source: packet.source,
      incomingLink: link.name,
      outgoingLink: null,
      mark: packet.mark,
      tos: packet.tos,
      protocol: packet.protocol,
      sourcePort: packet.sourcePort,
      destinationPort: packet.destinationPort,
    },
    journey,
  )
  const routeStep = { kind: 'route' as const, destination: packet.destination, source: null }
  switch (decision.kind) {
    case 'deliver':
      journey.step({ ...routeStep, fact: decision.fact, gateway: null, link: 'lo' })
      return { place: { kind: 'deliver', namespace, link, bridged: place.bridged, tracking } }
    case 'forward':
      journey.step({ kind: 'policy-rule', fact: decision.policyRule })
      journey.step({ ...routeStep, fact: decision.fact, gateway: decision.hop.gateway, link: decision.hop.link })
      return {
        place: {
          kind: 'forward',
          namespace,
          link,
          hop: decision.hop,
          route: decision.fact,
          bridged: place.bridged,
          tracking,
        },
      }
    case 'forward-as-mended': {
      const hop = mendedNextHop(journey.network, namespace, packet.family)
      if (!hop)
        return end({ kind: 'undetermined', reason: { kind: 'unsupported', what: 'a route that would mend this' } })
      return { place: { kind: 'forward', namespace, link, hop, route: null, bridged: place.bridged, tracking } }
    }
    case 'refuse': {
      const isTranslated = place.translated !== null || packet.destination !== dialled
      // br_nf_pre_routing_finish_ipv6() frees what was translated and then finds no way; for IPv4 the packet is passed up to ip_error().
      const isFreed = packet.family === 6 && place.bridged !== null && isTranslated
      return refuse(walk, decision.reason, isFreed ? null : decision.error, end)
    }
    default:
      return decision satisfies never
  }
}

type End = (parts: Omit<EndingParts, 'stage' | 'namespace' | 'packet'>) => Next

function refuse(walk: Walk, reason: Reason, error: Ending['error'], end: End): Next {
  const { journey, packet } = walk
  switch (reason.kind) {
    case 'unsupported':
    case 'unsupported-rule':
      return end({ kind: 'undetermined', reason })
    case 'forwarding-off':
      journey.step({ kind: 'check', check: 'forwarding', fact: reason.sysctl, passed: false })
      return end({ kind: 'dropped', reason, error, evidence: [reason.sysctl] })
    case 'reverse-path-filter':
      journey.step({ kind: 'check', check: 'rp_filter', fact: reason.sysctl, passed: false })
      return end({ kind: 'dropped', reason, evidence: [reason.sysctl] })
    case 'loopback-without-route-localnet':
      journey.step({ kind: 'check', check: 'route_localnet', fact: reason.sysctl, passed: false })
      return end({ kind: 'dropped', reason, evidence: [reason.sysctl] })
    case 'martian-source':
    case 'martian-destination':
    case 'broadcast-or-multicast':
      journey.step({ kind: 'check', check: 'martian', fact: null, passed: false })
      return end({ kind: 'dropped', reason })
    default: {
      const fact =
        reason.kind === 'route-blocks' ? reason.route : reason.kind === 'policy-rule-blocks' ? reason.rule : null
      journey.step({ kind: 'route', fact, destination: packet.destination, gateway: null, link: null, source: null })
      const silent = error === null
      return end({ kind: silent ? 'dropped' : 'unreachable', reason, error, evidence: fact === null ? [] : [fact] })
    }
  }
}
