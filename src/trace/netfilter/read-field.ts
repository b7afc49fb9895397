// What a packet carries for each field that a rule may compare.
import type { Field, FieldName } from '../../model/ruleset.ts'
import type { PacketState } from '../packet-state.ts'
import type { Passage } from './passage.ts'

/** Several: the match holds when any of them is named (states, status bits). Absent: the match never holds, negated or not. */
export type Reading =
  | { readonly kind: 'values'; readonly values: readonly string[] }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown' }

export function readField(field: Field, passage: Passage): Reading {
  const reading = readers[field.name](passage)
  return field.mask === null || reading.kind !== 'values' ? reading : maskReading(reading.values, field.mask)
}

type Read = (passage: Passage) => Reading

const absent: Reading = { kind: 'absent' }
const unknown: Reading = { kind: 'unknown' }
const one = (value: string | number): Reading => ({ kind: 'values', values: [String(value)] })
const flag = (holds: boolean): Reading => one(holds ? '1' : '0')
const unreadable: Read = () => unknown

const readers: Readonly<Record<FieldName, Read>> = {
  // The IP header: net/netfilter/nft_payload.c, net/ipv4/netfilter/ip_tables.c ip_packet_match().
  'ip.source': ({ packet }) => (packet.family === 4 ? one(packet.source) : absent),
  'ip.destination': ({ packet }) => (packet.family === 4 ? one(packet.destination) : absent),
  'ip6.source': ({ packet }) => (packet.family === 6 ? one(packet.source) : absent),
  'ip6.destination': ({ packet }) => (packet.family === 6 ? one(packet.destination) : absent),
  'ip.length': ({ packet }) => one(packet.lengthBytes),
  'ip.ttl': ({ packet }) => one(packet.ttl),
  'ip.dscp': ({ packet }) => one(packet.tos >> 2),
  'ip.fragment': () => flag(false),
  // Metadata: net/netfilter/nft_meta.c.
  'meta.nfproto': ({ packet }) => one(packet.family === 4 ? 'ipv4' : 'ipv6'),
  'meta.l4proto': ({ packet }) => one(packet.protocol),
  'meta.mark': ({ packet }) => one(packet.mark),
  'meta.length': ({ packet }) => one(packet.lengthBytes),
  'meta.iifname': ({ incomingLink }) => one(incomingLink ?? ''),
  'meta.oifname': ({ outgoingLink }) => one(outgoingLink ?? ''),
  'meta.iifkind': ({ incomingLink, environment }) => linkKind(incomingLink, environment),
  'meta.oifkind': ({ outgoingLink, environment }) => linkKind(outgoingLink, environment),
  'meta.iifgroup': () => one(0),
  'meta.oifgroup': () => one(0),
  'meta.pkttype': () => one('host'),
  'meta.skuid': owner,
  'meta.skgid': owner,
  'meta.cgroup': unreadable,
  'meta.ibrname': unreadable,
  'meta.obrname': unreadable,
  // Transport header.
  'port.source': ({ packet }) => (hasPorts(packet) ? one(packet.sourcePort) : absent),
  'port.destination': ({ packet }) => (hasPorts(packet) ? one(packet.destinationPort) : absent),
  'tcp.flags': ({ packet }) => (packet.tcpFlags === null ? absent : one(tcpFlags[packet.tcpFlags])),
  'tcp.option': ({ packet }) => (packet.tcpFlags === null ? absent : unknown),
  'icmp.type': ({ packet }) => icmpType(packet, 'icmp'),
  'icmpv6.type': ({ packet }) => icmpType(packet, 'icmpv6'),
  // Connection tracking: net/netfilter/nft_ct.c, xt_conntrack.c.
  'ct.state': connectionStates,
  'ct.status': connectionStatus,
  'ct.direction': ({ tracking }) => (tracking && 'direction' in tracking ? one(tracking.direction) : absent),
  'ct.mark': ({ tracking }) => (tracking && 'connection' in tracking ? one(tracking.connection.mark) : absent),
  'ct.zone': ({ tracking }) => (tracking && 'connection' in tracking ? one(tracking.connection.zone) : absent),
  'ct.original.source': (passage) => tuple(passage, 'original', 'source'),
  'ct.original.destination': (passage) => tuple(passage, 'original', 'destination'),
  'ct.original.source-port': (passage) => tuple(passage, 'original', 'sourcePort'),
  'ct.original.destination-port': (passage) => tuple(passage, 'original', 'destinationPort'),
  'ct.original.protocol': (passage) => tuple(passage, 'original', 'protocol'),
  'ct.reply.source': (passage) => tuple(passage, 'reply', 'source'),
  'ct.reply.destination': (passage) => tuple(passage, 'reply', 'destination'),
  // Address types and the way back: net/netfilter/xt_addrtype.c, nft_fib.c.
  'fib.source-type': (passage) => addressType(passage, 'source', null),
  'fib.destination-type': (passage) => addressType(passage, 'destination', null),
  'fib.source-type-link': (passage) => addressType(passage, 'source', passage.incomingLink ?? passage.outgoingLink),
  'fib.destination-type-link': (passage) =>
    addressType(passage, 'destination', passage.incomingLink ?? passage.outgoingLink),
  'fib.source-link': ({ environment, packet, incomingLink }) =>
    one(environment.wayBackLink(packet.source) === incomingLink ? (incomingLink ?? '0') : '0'),
  'fib.source-link-mark': unreadable,
  'fib.source-any-link': ({ environment, packet }) => one(environment.wayBackLink(packet.source) ?? '0'),
  // Bridge ports: net/netfilter/xt_physdev.c.
  'physdev.in': ({ bridged }) => one(bridged?.physicalIn ?? ''),
  'physdev.out': ({ bridged }) => one(bridged?.physicalOut ?? ''),
  'physdev.is-in': ({ bridged }) => flag(bridged?.physicalIn != null),
  'physdev.is-out': ({ bridged }) => flag(bridged?.physicalOut != null),
  'physdev.is-bridged': ({ bridged }) => flag(bridged?.physicalIn != null && bridged.physicalOut != null),
  'socket.transparent': unreadable,
  'socket.mark': unreadable,
  'ether.source': ({ packet }) => (packet.frame ? one(packet.frame.source) : unknown),
  'ether.destination': ({ packet }) => (packet.frame ? one(packet.frame.destination) : unknown),
  'ether.type': ({ packet }) => one(packet.family === 4 ? 'ip' : 'ip6'),
  // Ways are chosen where a map asks for them.
  'numgen.random': unreadable,
  'numgen.inc': unreadable,
  'rt.mtu': unreadable,
}

/** FIN 1, SYN 2, RST 4, PSH 8, ACK 16. */
const tcpFlags = { syn: 2, 'syn-ack': 18, rst: 20 } as const

function hasPorts(packet: PacketState): boolean {
  return packet.protocol === 'tcp' || packet.protocol === 'udp'
}

function linkKind(link: string | null, environment: Passage['environment']): Reading {
  return one(link === null ? '' : (environment.linkKind(link) ?? ''))
}

/** Connections are tried by root (uid 0); only what a process of this namespace sends has an owner. */
function owner({ fromLocalProcess, packet, recorder, namespace }: Passage): Reading {
  if (!fromLocalProcess || packet.icmp !== null || packet.tcpFlags === 'rst') return absent
  recorder.assume({ kind: 'root-client', namespace })
  return one(0)
}

function icmpType({ icmp, protocol }: PacketState, wanted: 'icmp' | 'icmpv6'): Reading {
  return icmp && protocol === wanted ? one(`${icmp.type}/${icmp.code}`) : absent
}

function connectionStates({ tracking }: Passage): Reading {
  if (!tracking) return one('invalid')
  const translated = 'connection' in tracking ? tracking.connection : null
  const values = [
    tracking.state as string,
    ...(translated?.sourceTranslated ? ['snat'] : []),
    ...(translated?.destinationTranslated ? ['dnat'] : []),
  ]
  return { kind: 'values', values }
}

function connectionStatus({ tracking }: Passage): Reading {
  if (!tracking || !('connection' in tracking)) return absent
  const { connection } = tracking
  const values = [
    ...(connection.seenReply ? ['seen-reply', 'confirmed'] : []),
    ...(connection.sourceTranslated ? ['snat'] : []),
    ...(connection.destinationTranslated ? ['dnat'] : []),
  ]
  return { kind: 'values', values: values.length > 0 ? values : ['none'] }
}

function tuple(
  { tracking }: Passage,
  which: 'original' | 'reply',
  part: 'source' | 'destination' | 'sourcePort' | 'destinationPort' | 'protocol',
): Reading {
  return tracking && 'connection' in tracking ? one(tracking.connection[which][part]) : absent
}

function addressType({ packet, environment }: Passage, side: 'source' | 'destination', link: string | null): Reading {
  return one(environment.addressType(packet[side], packet.family, link))
}

/** A mask on a number; on an address only where it is one. */
function maskReading(values: readonly string[], mask: string): Reading {
  const bits = Number(mask)
  if (Number.isNaN(bits) || values.some((value) => Number.isNaN(Number(value)))) return unknown
  return { kind: 'values', values: values.map((value) => String((Number(value) & bits) >>> 0)) }
}
