// The connections that one namespace tracks while one flow is followed: tuples, translations, marks.
// Source: net/netfilter/nf_conntrack_core.c resolve_normal_ct(), nf_conntrack_proto_icmp.c nf_conntrack_inet_error().
import type { PacketSummary } from '../../model/packet.ts'
import { type PacketState, summarizePacket } from '../packet-state.ts'

export interface Connection {
  readonly zone: number
  readonly original: PacketSummary
  /** What the answer looks like on the wire; changed by NAT. */
  reply: PacketSummary
  mark: number
  seenReply: boolean
  sourceTranslated: boolean
  destinationTranslated: boolean
  /** Each kind of translation is decided once, by the first packet. */
  sourceDecided: boolean
  destinationDecided: boolean
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
    if (packet.icmp) return this.#trackError(packet.icmp.inner, zone)
    const tuple = summarizePacket(packet)
    const known = this.#find(tuple, zone)
    if (known?.direction === 'reply') {
      known.connection.seenReply = true
      return { state: 'established', ...known }
    }
    if (known) return { state: known.connection.seenReply ? 'established' : 'new', ...known }
    // tcp_conntracks[]: only a SYN opens a connection; an answer without one is invalid.
    if (packet.protocol === 'tcp' && packet.tcpFlags !== 'syn') return { state: 'invalid' }
    const connection: Connection = {
      zone,
      original: tuple,
      reply: invert(tuple),
      mark: 0,
      seenReply: false,
      sourceTranslated: false,
      destinationTranslated: false,
      sourceDecided: false,
      destinationDecided: false,
    }
    this.#connections.push(connection)
    return { state: 'new', direction: 'original', connection }
  }

  /** An error belongs to the connection of the packet inside it, and travels the other way. */
  #trackError(inner: PacketSummary, zone: number): Tracking {
    const known = this.#find(invert(inner), zone)
    return known ? { state: 'related', ...known } : { state: 'invalid' }
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
