// The packet while it is followed: what rewriting, marking and forwarding change as it goes.
import type { Family, PacketSummary } from '../model/packet.ts'

export interface PacketState {
  family: Family
  protocol: PacketSummary['protocol']
  source: string
  sourcePort: number
  destination: string
  destinationPort: number
  tcpFlags: 'syn' | 'syn-ack' | 'rst' | null
  /** For an ICMP error: its type and code, and the headers of the packet that it is about, as this packet quotes them. */
  icmp: { readonly type: number; readonly code: number; inner: PacketSummary } | null
  ttl: number
  mark: number
  tos: number
  lengthBytes: number
  /** Source and destination MAC address of the frame, once it has one. */
  frame: { source: string; destination: string } | null
}

export function summarizePacket(packet: PacketState): PacketSummary {
  const { protocol, source, sourcePort, destination, destinationPort } = packet
  return { protocol, source, sourcePort, destination, destinationPort }
}
