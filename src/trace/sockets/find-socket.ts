// Which listening socket takes a packet: the most exact of those bound to its port.
// Source: net/ipv4/inet_hashtables.c compute_score(), inet6_hashtables.c, net/ipv4/udp.c compute_score().
import type { Socket } from '../../model/namespace.ts'
import { parseAddress } from '../address.ts'
import { type NamespaceModel, type SocketModel, socketKey } from '../compile.ts'
import type { PacketState } from '../packet-state.ts'

export function findSocket(
  namespace: NamespaceModel,
  packet: PacketState,
  incomingLink: string | null,
): SocketModel | null {
  let best: SocketModel | null = null
  let bestScore = 0
  for (const model of socketsOnPort(namespace, packet)) {
    const score = scoreOf(model.socket, packet, incomingLink)
    if (score > bestScore) {
      best = model
      bestScore = score
    }
  }
  return best
}

/** Sockets that wait for packets on that port, whichever address they are bound to. */
export function socketsOnPort(namespace: NamespaceModel, packet: PacketState): readonly SocketModel[] {
  const waiting = packet.protocol === 'tcp' ? 'LISTEN' : 'UNCONN'
  const all = namespace.sockets.get(socketKey(packet.protocol, packet.destinationPort)) ?? []
  return all.filter(({ socket }) => socket.state === waiting)
}

/** 0: does not take it. An exact address beats any, a bound link beats none, the packet's own family beats a dual-stack socket. */
function scoreOf(socket: Socket, packet: PacketState, incomingLink: string | null): number {
  if (socket.link !== null && socket.link !== incomingLink) return 0
  const any = socket.address === '0.0.0.0' || socket.address === '::' || socket.address === '*'
  const dualStack = socket.family === 6 && packet.family === 4
  if (socket.family !== packet.family && !dualStack) return 0
  if (dualStack && (socket.v6only || !(any || isMapped(socket.address, packet.destination)))) return 0
  const exact = !any && (dualStack || parseAddress(socket.address)?.text === packet.destination)
  if (!any && !exact) return 0
  return 1 + (exact ? 4 : 0) + (socket.link === null ? 0 : 2) + (dualStack ? 0 : 1)
}

/** `::ffff:10.0.0.1` is IPv4 through an IPv6 socket. */
function isMapped(bound: string, destination: string): boolean {
  return bound.toLowerCase() === `::ffff:${destination}`
}
