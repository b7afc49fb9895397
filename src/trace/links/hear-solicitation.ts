// Whether a neighbour solicitation and its advertisement get past the IPv6 firewalls at both ends: unlike ARP, they are IP packets.
// Source: net/ipv6/ndisc.c ndisc_send_skb(), net/netfilter/nf_conntrack_proto_icmpv6.c nf_conntrack_icmpv6_error(): never tracked.
import { parseAddress } from '../address.ts'
import type { NamespaceModel } from '../compile.ts'
import { ConnectionTable } from '../netfilter/connection-table.ts'
import { type NetworkHook, runHook } from '../netfilter/run-hook.ts'
import type { PacketState } from '../packet-state.ts'
import type { Recorder } from '../recorder.ts'
import { environmentOf } from '../steps/environment.ts'
import type { ArpFilter } from './arp-filter.ts'

export interface Side {
  readonly namespace: NamespaceModel
  readonly link: string
  readonly address: string
}

/** `doubt`: a rule that is not understood stands between. */
export type Hearing =
  | { readonly kind: 'heard' }
  | { readonly kind: 'lost' }
  | { readonly kind: 'doubt'; readonly by: NamespaceModel; readonly filter: ArpFilter }

export function hearSolicitation(asking: Side, answering: Side, recorder: Recorder): Hearing {
  const question = message(135, asking.address, solicitedNode(answering.address))
  const answer = message(136, answering.address, asking.address)
  for (const [packet, from, to] of [
    [question, asking, answering],
    [answer, answering, asking],
  ] as const) {
    const passes = [
      [from, 'output'],
      [from, 'postrouting'],
      [to, 'prerouting'],
      [to, 'input'],
    ] as const
    for (const [side, hook] of passes) {
      const hearing = passHook(side, hook, packet, recorder)
      if (hearing.kind !== 'heard') return hearing
    }
  }
  return { kind: 'heard' }
}

function passHook({ namespace, link }: Side, hook: NetworkHook, packet: PacketState, recorder: Recorder): Hearing {
  const leaves = hook === 'output' || hook === 'postrouting'
  const quiet: Recorder = {
    step: () => {},
    read: (fact) => recorder.read(fact),
    assume: () => {},
    choose: () => 0,
    isMended: () => false,
  }
  const result = runHook(namespace.netfilter, hook, {
    namespace: namespace.name,
    packet,
    incomingLink: leaves ? null : link,
    outgoingLink: leaves ? link : null,
    bridged: null,
    // The kernel's own socket sends it.
    fromLocalProcess: false,
    tracking: { state: 'untracked' },
    zone: 0,
    connections: new ConnectionTable(),
    environment: environmentOf(namespace, packet, quiet, null),
    recorder: quiet,
  })
  if (result.kind === 'passed') return { kind: 'heard' }
  if (result.kind !== 'undetermined') return { kind: 'lost' }
  const { reason } = result
  // What could not be read at all stops the packet itself, too.
  return reason.kind === 'unsupported-rule' ? { kind: 'doubt', by: namespace, filter: reason } : { kind: 'heard' }
}

function message(type: 135 | 136, source: string, destination: string): PacketState {
  const summary = { protocol: 'icmpv6' as const, source, sourcePort: 0, destination, destinationPort: 0 }
  return {
    ...summary,
    ...{ family: 6, tcpFlags: null, ttl: 255, mark: 0, tos: 0, lengthBytes: 72, frame: null },
    icmp: { type, code: 0, inner: summary },
  }
}

/** ff02::1:ff00:0/104 with the last three bytes of the address (RFC 4291, 2.7.1). */
function solicitedNode(address: string): string {
  const last = (parseAddress(address)?.value ?? 0n) & 0xffffffn
  const groups = [0xff00n | (last >> 16n), last & 0xffffn].map((group) => group.toString(16))
  return parseAddress(`ff02::1:${groups.join(':')}`)?.text ?? address
}
