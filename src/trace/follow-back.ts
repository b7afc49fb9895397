// What comes back to the client: the server's answer or an error message, each on its own way, and what the client is told.
import type { Outcome } from '../model/measurement.ts'
import type { PacketSummary, Protocol } from '../model/packet.ts'
import type { ClientOutcome, Path } from '../model/path.ts'
import { carry } from './carry.ts'
import { errnoOfIcmp } from './client-errno.ts'
import type { NamespaceModel } from './compile.ts'
import { type Ending, endingOf, verdictOf } from './ending.ts'
import { errorPacket } from './error-packet.ts'
import type { Journey } from './journey.ts'
import { type PacketState, summarizePacket } from './packet-state.ts'
import { lookupRoute } from './routing/lookup-route.ts'
import { selectSource } from './routing/select-source.ts'
import type { Place, Walk } from './steps/place.ts'

interface WayBack {
  readonly reply: Path['reply']
  readonly client: ClientOutcome
}

/** What the client's socket is connected to: only packets of exactly this connection reach it. */
type SocketConnection = PacketSummary & { readonly protocol: Protocol }

/** An immediate answer takes under 1 ms between namespaces; a loaded machine is given this much. */
const atOnceMs = 50
/** An ICMP error that arrives while connect() still holds the socket is passed over, and the next SYN a second later brings another:
 *  always so for IPv6 rejects, now and then for IPv4 (net/ipv4/tcp_ipv4.c tcp_v4_err(), sock_owned_by_user()). */
const passedOverMs = 1_050

export function followBack(
  journey: Journey,
  client: NamespaceModel,
  lost: PacketState,
  ending: Ending,
  connection: SocketConnection,
  timeoutMs: number,
): WayBack {
  const silence: ClientOutcome = {
    outcome: connection.protocol === 'tcp' ? 'timeout' : 'no-reply',
    delayMs: { min: timeoutMs, max: null },
  }
  if (ending.kind === 'undetermined') return { reply: null, client: { outcome: null, delayMs: { min: 0, max: null } } }
  if (ending.errno !== null) return { reply: null, client: told(ending.errno, ending) }
  const origin = journey.network.namespaces.get(ending.namespace)
  if (!origin || (ending.kind !== 'delivered' && ending.error === null)) return { reply: null, client: silence }

  const packet =
    ending.kind === 'delivered' || ending.error === null
      ? answerTo(lost)
      : errorPacket(summarizePacket(lost), lost.family, ending.error, speaksForTarget(origin, lost, ending))
  const doubt = ending.kind === 'delivered' ? doubtfulSource(origin, journey, lost, ending) : null
  const walk: Walk = {
    journey,
    packet,
    client: client.name,
    origin: origin.name,
    expects: 'client',
    chosenSource: null,
  }
  const arrival = carry(walk, startOf(walk, origin, lost, ending))
  const outcome = receivedBy(client, connection, walk.packet, arrival)
  if (ending.kind === 'delivered') {
    // An answer that would be lost even from the right address is lost from any.
    if (doubt && outcome !== 'mismatch') {
      journey.takeHops()
      return doubt
    }
    const checked = outcome === 'mismatch' ? misdirected(client, connection, walk.packet, arrival) : arrival
    const reply = { hops: journey.takeHops(), verdict: verdictOf(checked) }
    if (arrival.kind === 'undetermined') return { reply, client: { outcome: null, delayMs: silence.delayMs } }
    return { reply, client: outcome === 'mismatch' ? silence : told('connected', ending) }
  }
  const checked = outcome === 'mismatch' ? misdirected(client, connection, walk.packet, arrival) : errorTold(arrival)
  const reply = { hops: journey.takeHops(), verdict: verdictOf(checked) }
  if (arrival.kind === 'undetermined') return { reply, client: { outcome: null, delayMs: silence.delayMs } }
  const unheard = outcome === 'mismatch' || outcome === null
  return { reply, client: unheard ? silence : toldLate(walk.packet, outcome, ending) }
}

/** Whether the error comes from the address that the lost packet was for. */
function speaksForTarget(origin: NamespaceModel, lost: PacketState, { errorLeavesBy }: Ending): boolean {
  return errorLeavesBy !== null || origin.localLinks.has(lost.destination)
}

function startOf(walk: Walk, origin: NamespaceModel, lost: PacketState, { errorLeavesBy }: Ending): Place {
  const link = errorLeavesBy === null ? undefined : origin.links.get(errorLeavesBy)
  if (!link) return { kind: 'output', namespace: origin, tracking: null }
  walk.packet.frame = lost.frame && { source: lost.frame.destination, destination: lost.frame.source }
  return { kind: 'transmit', namespace: origin, link }
}

function told(outcome: Outcome, ending: Ending): ClientOutcome {
  return { outcome, delayMs: { min: ending.waitMs.min, max: ending.waitMs.max + atOnceMs } }
}

function errorTold(arrival: Ending): Ending {
  return { ...arrival, reason: { kind: 'error-returned' } }
}

function toldLate(packet: PacketState, outcome: Outcome, ending: Ending): ClientOutcome {
  const { delayMs } = told(outcome, ending)
  const late = packet.icmp && ending.waitMs.max === 0 ? passedOverMs : 0
  return { outcome, delayMs: { min: delayMs.min, max: (delayMs.max ?? 0) + late } }
}

/** A UDP server bound to any address answers from the one that the route back gives, unless it asks the kernel for more (IP_PKTINFO):
 *  where that is not the address dialled, nobody can tell from outside. */
function doubtfulSource(origin: NamespaceModel, journey: Journey, asked: PacketState, ending: Ending): WayBack | null {
  if (asked.protocol !== 'udp' || ending.reason.kind !== 'socket-accepts') return null
  const index = Number(ending.reason.socket.split('#socket/')[1])
  const bound = origin.facts.sockets[index]?.address
  if (bound !== '0.0.0.0' && bound !== '::' && bound !== '*') return null
  const chosen = sourceTowards(origin, asked, journey)
  if (chosen === null || chosen === asked.destination) return null
  const what = `whether the server bound to ${bound}:${asked.destinationPort} answers from ${asked.destination}, where it was asked, or from ${chosen}`
  const verdict = {
    ...verdictOf(ending),
    kind: 'undetermined' as const,
    reason: { kind: 'unsupported' as const, what },
  }
  return { reply: { hops: [], verdict }, client: { outcome: null, delayMs: { min: 0, max: null } } }
}

/** The source address that a datagram without one gets. */
function sourceTowards(origin: NamespaceModel, asked: PacketState, journey: Journey): string | null {
  const query = {
    family: asked.family,
    destination: asked.source,
    source: null,
    incomingLink: null,
    outgoingLink: null,
    mark: 0,
    tos: 0,
    protocol: asked.protocol,
    sourcePort: asked.destinationPort,
    destinationPort: asked.sourcePort,
  }
  const result = lookupRoute(origin, query, journey)
  // Asked from this very namespace: the answer goes by loopback, from the address that was asked.
  if (result.kind !== 'found') return null
  const { route, hop } = result
  return route.preferredSource ?? selectSource(origin, asked.family, hop.link, hop.gateway, asked.source)
}

function answerTo(packet: PacketState): PacketState {
  return {
    ...packet,
    source: packet.destination,
    sourcePort: packet.destinationPort,
    destination: packet.source,
    destinationPort: packet.sourcePort,
    tcpFlags: packet.protocol === 'tcp' ? 'syn-ack' : null,
    ttl: 64,
    mark: 0,
    frame: null,
  }
}

/** The client's outcome when the packet is of its connection; null when it is not told (UDP and a passing error). */
function receivedBy(
  client: NamespaceModel,
  connection: SocketConnection,
  packet: PacketState,
  arrival: Ending,
): Outcome | 'mismatch' | null {
  if (arrival.kind !== 'delivered' || arrival.namespace !== client.name) return 'mismatch'
  if (packet.icmp) {
    const { inner } = packet.icmp
    return sameConnection(connection, inner)
      ? errnoOfIcmp(packet.family, connection.protocol, packet.icmp.type, packet.icmp.code)
      : 'mismatch'
  }
  const mirrored = {
    source: packet.destination,
    sourcePort: packet.destinationPort,
    destination: packet.source,
    destinationPort: packet.sourcePort,
  }
  if (!sameConnection(connection, mirrored)) return 'mismatch'
  return packet.tcpFlags === 'rst' ? 'ECONNREFUSED' : 'connected'
}

function sameConnection(
  connection: SocketConnection,
  other: Pick<PacketSummary, 'source' | 'sourcePort' | 'destination' | 'destinationPort'>,
): boolean {
  return (
    connection.source === other.source &&
    connection.sourcePort === other.sourcePort &&
    connection.destination === other.destination &&
    connection.destinationPort === other.destinationPort
  )
}

/** An answer that arrived, but not at the client's socket: elsewhere, or from an address that the client did not dial. */
function misdirected(
  client: NamespaceModel,
  connection: SocketConnection,
  packet: PacketState,
  arrival: Ending,
): Ending {
  if (arrival.kind !== 'delivered') return arrival
  const here = { kind: 'dropped' as const, stage: arrival.stage, namespace: arrival.namespace, packet }
  if (arrival.namespace !== client.name) {
    const reason = {
      kind: 'nothing-listens' as const,
      address: packet.destination,
      port: packet.destinationPort,
      others: [],
    }
    return endingOf({ ...here, reason })
  }
  const got = `${packet.source}:${packet.sourcePort}`
  const expected = `${connection.destination}:${connection.destinationPort}`
  return endingOf({ ...here, reason: { kind: 'reply-from-wrong-address', expected, got } })
}
