// A packet that a namespace forwards: time to live, size, the forward and postrouting hooks.
// Source: net/ipv4/ip_forward.c ip_forward(), net/ipv6/ip6_output.c ip6_forward().
import { endingOf } from '../ending.ts'
import { stageOf } from '../stages.ts'
import { passHook } from './pass-hook.ts'
import type { Next, Place, Walk } from './place.ts'

export function stepForward(walk: Walk, place: Extract<Place, { kind: 'forward' }>): Next {
  const { packet, journey } = walk
  const { namespace, link, hop } = place
  const here = {
    stage: stageOf(namespace.facts.role, 'routing', namespace.name === walk.client),
    namespace: namespace.name,
    packet,
  }
  if (packet.ttl <= 1) {
    journey.step({ kind: 'check', check: 'ttl', fact: null, passed: false })
    return { ending: endingOf({ ...here, kind: 'looped', reason: { kind: 'ttl-exceeded' }, error: 'ttl-exceeded' }) }
  }
  packet.ttl -= 1
  const outgoing = namespace.links.get(hop.link)
  if (outgoing && packet.lengthBytes > outgoing.mtuBytes) {
    const reason = { kind: 'too-big' as const, link: hop.link, mtuBytes: outgoing.mtuBytes }
    return { ending: endingOf({ ...here, kind: 'too-big', reason, error: 'fragmentation-needed' }) }
  }
  const pass = {
    namespace,
    incomingLink: link.name,
    outgoingLink: hop.link,
    bridged: place.bridged,
    gateway: hop.gateway,
  }
  const forward = passHook(walk, { ...pass, hook: 'forward', tracking: place.tracking })
  if ('ending' in forward) return forward
  // ip_output() and ip6_output() hand the link by which it came to this hook as well (since Linux 5.7).
  const postrouting = passHook(walk, { ...pass, hook: 'postrouting', tracking: forward.tracking })
  if ('ending' in postrouting) return postrouting
  return { place: { kind: 'send', namespace, hop, route: place.route, local: false } }
}
