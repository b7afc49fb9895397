// The connections that one namespace tracks while one flow is followed: tuples, translations, marks.
// Source: net/netfilter/nf_conntrack_core.c resolve_normal_ct(), nf_conntrack_proto_icmp.c nf_conntrack_inet_error().
import type { PacketSummary } from '../../model/packet.ts'
import type { FactId } from '../../model/snapshot.ts'
import { type PacketState, summarizePacket } from '../packet-state.ts'

export interface Connection {
  readonly zone: number
  readonly original: PacketSummary
  /** What the answer looks like on the wire; changed by NAT. */
  reply: PacketSummary
  mark: number
  seenReply: boolean
  /** A packet of it has passed through this namespace, not only into it. */
  confirmed: boolean
  /** Each side's translation is decided once, by the first packet; null before. */
  readonly nat: { source: Translation | null; destination: Translation | null }
}

export interface Translation {
  /** Null: no rule asked for one. */
  readonly rule: FactId | null
  readonly changes: boolean
}

export type Tracking =
  | { readonly state: 'untracked' | 'invalid' }
  | {
      readonly state: 'new' | 'established' | 'related'
      readonly direction: 'original' | 'reply'
      readonly connection: Connection
    }

export class ConnectionTable {
  readonly #connections: Connection[] = []

  track(packet: PacketState, zone: number): Tracking {
    if (packet.icmp) return this.#trackError(packet.icmp.inner, packet.destination, zone)
    const tuple = summarizePacket(packet)
    const known = this.#find(tuple, zone)
    if (known?.direction === 'reply') {
      known.connection.seenReply = true
      return { state: 'established', ...known }
    }
    if (known) return { state: known.connection.seenReply ? 'established' : 'new', ...known }
    // tcp_conntracks[][][]: only a SYN opens a connection; a SYN-ACK or RST without one is invalid.
    if (packet.protocol === 'tcp' && packet.tcpFlags !== 'syn') return { state: 'invalid' }
    const connection: Connection = {
      zone,
      original: tuple,
      reply: invert(tuple),
      mark: 0,
      seenReply: false,
      confirmed: false,
      nat: { source: null, destination: null },
    }
    this.#connections.push(connection)
    return { state: 'new', direction: 'original', connection }
  }

  /** nf_nat_used_tuple(): whether another connection's packets, of either direction, look like this. */
  isTaken(tuple: PacketSummary, but: Connection): boolean {
    return this.#connections.some(
      (other) =>
        other !== but && other.zone === but.zone && (sameTuple(other.original, tuple) || sameTuple(other.reply, tuple)),
    )
  }

  /** An error belongs to the connection of the packet inside it, travels the other way, and goes to that packet's sender. */
  #trackError(inner: PacketSummary, destination: string, zone: number): Tracking {
    const known = this.#find(invert(inner), zone)
    return known && destination === inner.source ? { state: 'related', ...known } : { state: 'invalid' }
  }

  #find(tuple: PacketSummary, zone: number): { direction: 'original' | 'reply'; connection: Connection } | null {
    for (const connection of this.#connections) {
      if (connection.zone !== zone) continue
      if (sameTuple(connection.original, tuple)) return { direction: 'original', connection }
      if (sameTuple(connection.reply, tuple)) return { direction: 'reply', connection }
    }
    return null
  }
}

export function invert(tuple: PacketSummary): PacketSummary {
  return {
    protocol: tuple.protocol,
    source: tuple.destination,
    sourcePort: tuple.destinationPort,
    destination: tuple.source,
    destinationPort: tuple.sourcePort,
  }
}

export function sameTuple(left: PacketSummary, right: PacketSummary): boolean {
  return (
    left.protocol === right.protocol &&
    left.source === right.source &&
    left.destination === right.destination &&
    left.sourcePort === right.sourcePort &&
    left.destinationPort === right.destinationPort
  )
}
