// Address translation: a rule decides it for the first packet of a connection, every later packet is rewritten alike.
// Source: net/netfilter/nf_nat_core.c nf_nat_setup_info(), nf_nat_packet(); nf_nat_proto.c nf_nat_icmp_reply_translation().
import type { NatTarget } from '../../model/ruleset.ts'
import type { FactId } from '../../model/snapshot.ts'
import { summarizePacket } from '../packet-state.ts'
import { invert } from './connection-table.ts'
import type { Passage } from './passage.ts'

export type Manipulation = 'source' | 'destination'

export function manipulationOf(hook: string): Manipulation | null {
  if (hook === 'prerouting' || hook === 'output') return 'destination'
  return hook === 'postrouting' || hook === 'input' ? 'source' : null
}

/** Writes a rule's translation into the connection; the packet itself is rewritten by translate(). */
export function applyNat(nat: NatTarget, _rule: FactId, passage: Passage, hook: string): 'done' | 'unknown' {
  const { tracking } = passage
  const manipulation = manipulationOf(hook)
  if (!tracking || !('connection' in tracking) || manipulation === null) return 'unknown'
  if (nat.kind === 'tproxy' || nat.kind === 'netmap') return 'unknown'
  const { connection } = tracking
  const current = invert(connection.reply)
  const ports = nat.ports
  if (manipulation === 'destination') {
    const address = nat.kind === 'redirect' ? redirectAddress(passage, hook) : addressOf(nat, current.destination)
    if (address === null) return 'unknown'
    const kept =
      ports === null ||
      (ports.from !== ports.to && current.destinationPort >= ports.from && current.destinationPort <= ports.to)
    if (ports !== null && ports.from !== ports.to && !kept) return 'unknown'
    const port = kept ? current.destinationPort : (ports?.from ?? current.destinationPort)
    connection.destinationTranslated ||= address !== current.destination || port !== current.destinationPort
    connection.reply = invert({ ...current, destination: address, destinationPort: port })
    return 'done'
  }
  const address =
    nat.kind === 'masquerade'
      ? passage.environment.masqueradeAddress(
          passage.outgoingLink ?? '',
          passage.packet.family,
          passage.packet.destination,
        )
      : addressOf(nat, current.source)
  if (address === null) return 'unknown'
  // Which free port the kernel takes of a range does not matter for where packets go: the source port is not matched beyond.
  const port =
    ports === null || (current.sourcePort >= ports.from && current.sourcePort <= ports.to)
      ? current.sourcePort
      : ports.from
  connection.sourceTranslated ||= address !== current.source || port !== current.sourcePort
  connection.reply = invert({ ...current, source: address, sourcePort: port })
  return 'done'
}

/** Rewrites a packet as its connection says; at each hook only the side that the hook is for. */
export function translate(passage: Passage, hook: string): void {
  const { tracking, packet, recorder } = passage
  const manipulation = manipulationOf(hook)
  if (!tracking || !('connection' in tracking) || manipulation === null) return
  const { connection, direction } = tracking
  const reverse = direction === 'reply'
  const sourceSide = (manipulation === 'source') !== reverse
  const translated = sourceSide ? connection.sourceTranslated : connection.destinationTranslated
  if (!translated) return
  const before = summarizePacket(packet)
  const other = reverse ? connection.original : connection.reply
  const target = invert(other)
  if (packet.icmp && tracking.state === 'related') {
    const inner = packet.icmp.inner
    packet.icmp.inner =
      manipulation === 'destination'
        ? { ...inner, source: other.source, sourcePort: other.sourcePort }
        : { ...inner, destination: other.destination, destinationPort: other.destinationPort }
    if (manipulation === 'destination') packet.destination = target.destination
    else packet.source = target.source
  } else if (manipulation === 'destination') {
    packet.destination = target.destination
    packet.destinationPort = target.destinationPort
  } else {
    packet.source = target.source
    packet.sourcePort = target.sourcePort
  }
  const after = summarizePacket(packet)
  if (JSON.stringify(before) !== JSON.stringify(after)) recorder.step({ kind: 'nat', fact: null, before, after })
}

function addressOf(nat: NatTarget, current: string): string | null {
  if (nat.address === null) return current
  return nat.address.from === nat.address.to ? nat.address.from : null
}

/** REDIRECT: loopback for what this namespace sends itself, else the first address of the incoming link. */
function redirectAddress({ packet, environment, incomingLink }: Passage, hook: string): string | null {
  if (hook === 'output') return packet.family === 4 ? '127.0.0.1' : '::1'
  return incomingLink === null ? null : environment.linkAddress(incomingLink, packet.family)
}
