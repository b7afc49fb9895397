// Rewrites a packet as its connection says; at each hook only the side that the hook is for.
// Source: net/netfilter/nf_nat_core.c nf_nat_packet(), nf_nat_proto.c nf_nat_icmp_reply_translation().
import type { FactId } from '../../../model/snapshot.ts'
import { summarizePacket } from '../../packet-state.ts'
import { type Connection, invert, sameTuple } from '../connection-table.ts'
import type { Passage } from '../passage.ts'
import type { Manipulation } from './manipulation.ts'

/** `rule`: the one that decided it just now; null when an earlier packet did. */
export function translate(passage: Passage, manipulation: Manipulation, rule: FactId | null): void {
  const { tracking, packet, recorder } = passage
  if (!tracking || !('connection' in tracking)) return
  const { connection, direction, state } = tracking
  if (!isTranslated(connection, manipulation, direction)) return
  const before = summarizePacket(packet)
  const innerBefore = packet.icmp?.inner
  // Packets of one direction look like the other direction's, turned round.
  const other = direction === 'reply' ? connection.original : connection.reply
  const wanted = invert(other)
  if (packet.icmp && state === 'related') {
    // The quoted packet went the other way: its side that this hook is not for is made as its sender knows it.
    const { inner } = packet.icmp
    packet.icmp.inner =
      manipulation === 'destination'
        ? { ...inner, source: other.source, sourcePort: other.sourcePort }
        : { ...inner, destination: other.destination, destinationPort: other.destinationPort }
    packet[manipulation] = wanted[manipulation]
  } else if (manipulation === 'destination') {
    packet.destination = wanted.destination
    packet.destinationPort = wanted.destinationPort
  } else {
    packet.source = wanted.source
    packet.sourcePort = wanted.sourcePort
  }
  const after = summarizePacket(packet)
  const innerMoved = packet.icmp !== null && innerBefore !== undefined && !sameTuple(packet.icmp.inner, innerBefore)
  if (!sameTuple(before, after) || innerMoved) recorder.step({ kind: 'nat', fact: rule, before, after })
}

/** The status bit of the hook's side, or in the reply's direction of the other side. */
function isTranslated({ nat }: Connection, manipulation: Manipulation, direction: 'original' | 'reply'): boolean {
  const ofSource = (manipulation === 'source') !== (direction === 'reply')
  return (ofSource ? nat.source : nat.destination)?.changes === true
}
