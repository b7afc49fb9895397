// A packet for this namespace: the input hook, then the socket, the tunnel or the waiting client that takes it.
// Source: net/ipv4/ip_input.c ip_local_deliver(), net/ipv4/tcp_ipv4.c tcp_v4_rcv(), net/ipv4/tcp_input.c tcp_conn_request().
import { type EndingParts, endingOf } from '../ending.ts'
import { mendKey } from '../mend-key.ts'
import { findSocket, socketsOnPort } from '../sockets/find-socket.ts'
import { stageOf } from '../stages.ts'
import { passHook } from './pass-hook.ts'
import type { Next, Place, Walk } from './place.ts'
import { decapsulate, tunnelEndFor } from './tunnel.ts'

export function stepDeliver(walk: Walk, place: Extract<Place, { kind: 'deliver' }>): Next {
  const { journey, packet } = walk
  const { namespace, link } = place
  const incomingLink = link?.name ?? 'lo'
  const input = passHook(walk, {
    hook: 'input',
    namespace,
    incomingLink,
    outgoingLink: null,
    bridged: place.bridged,
    tracking: place.tracking,
    gateway: null,
  })
  if ('ending' in input) return input
  const tunnel = tunnelEndFor(namespace, packet)
  if (tunnel && journey.tunnelled.length > 0) return decapsulate(walk, namespace, tunnel)
  const isClient = namespace.name === walk.client
  const stage = stageOf(namespace.facts.role, walk.expects === 'socket' ? 'socket' : 'filter', isClient)
  const end = (parts: Omit<EndingParts, 'stage' | 'namespace' | 'packet'>): Next => ({
    ending: endingOf({ stage, namespace: namespace.name, packet, ...parts }),
  })
  // Only the client itself waits for an answer; whether this is the one it waits for is follow()'s to say.
  if (walk.expects === 'client') return end({ kind: 'delivered', reason: { kind: 'client-receives' } })
  journey.enter(stage, namespace.name, link?.name ?? null)
  const unread = namespace.facts.unread.findIndex((entry) => entry.what === 'sockets')
  if (unread >= 0) {
    return end({
      kind: 'undetermined',
      reason: { kind: 'unread', fact: `${namespace.name}#unread/${unread}`, what: 'sockets' },
    })
  }
  const { destination: address, destinationPort: port } = packet
  const found = findSocket(namespace, packet, incomingLink)
  journey.step({ kind: 'socket', fact: found?.fact ?? null, address, port })
  if (!found) {
    journey.read(`${namespace.name}#socket?${packet.protocol}/${address}/${port}`)
    const others = socketsOnPort(namespace, packet).map((model) => model.fact)
    const reason = { kind: 'nothing-listens' as const, address, port, others }
    if (journey.isMended(mendKey(namespace.name, reason) ?? ''))
      return end({ kind: 'delivered', reason: { kind: 'socket-accepts', socket: '' } })
    return end({
      kind: 'refused',
      reason,
      evidence: others,
      error: packet.protocol === 'tcp' ? 'tcp-reset' : 'port-unreachable',
    })
  }
  journey.read(found.fact)
  const { queue } = found.socket
  // sk_acceptq_is_full(): more wait than the limit given to listen(); a SYN is then dropped without a word.
  if (packet.protocol === 'tcp' && queue.length > queue.limit) {
    const reason = { kind: 'backlog-full' as const, socket: found.fact }
    if (!journey.isMended(mendKey(namespace.name, reason) ?? ''))
      return end({ kind: 'dropped', reason, evidence: [found.fact] })
  }
  if (packet.protocol === 'udp') journey.assume({ kind: 'server-answers', socket: found.fact })
  return end({ kind: 'delivered', reason: { kind: 'socket-accepts', socket: found.fact }, evidence: [found.fact] })
}
