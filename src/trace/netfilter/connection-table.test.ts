// Which connection a packet belongs to, and in which state it finds it.
import { describe, expect, it } from 'vitest'
import { answerTo, syn } from '../../../test/netfilter/one-hook.ts'
import { type PacketState, summarizePacket } from '../packet-state.ts'
import { ConnectionTable } from './connection-table.ts'

const datagram: PacketState = { ...syn, protocol: 'udp', tcpFlags: null }
const errorAbout = (packet: PacketState, destination = packet.source): PacketState => ({
  ...packet,
  ...{ protocol: 'icmp', source: '10.2.0.1', destination, sourcePort: 0, destinationPort: 0, tcpFlags: null },
  icmp: { type: 3, code: 3, inner: summarizePacket(packet) },
})

/** States of packets one after another; a direction is `>` or `<`. */
function states(...packets: readonly PacketState[]): string[] {
  const table = new ConnectionTable()
  return packets.map((packet) => {
    const tracking = table.track(packet, 0)
    return 'direction' in tracking ? `${tracking.state} ${tracking.direction === 'reply' ? '<' : '>'}` : tracking.state
  })
}

describe('a packet is', () => {
  it.each<[fact: string, packets: readonly PacketState[], states: readonly string[]]>([
    [
      'new, and established once an answer was seen',
      [syn, answerTo(syn), syn],
      ['new >', 'established <', 'established >'],
    ],
    ['new again while nothing answers', [syn, syn], ['new >', 'new >']],
    ['invalid as an answer to nothing', [answerTo(syn)], ['invalid']],
    ['invalid as a reset of nothing', [{ ...answerTo(syn), tcpFlags: 'rst' }], ['invalid']],
    ['new as a datagram of any direction', [answerTo(datagram), datagram], ['new >', 'established <']],
    ['related as an error about a known one, going back', [syn, errorAbout(syn)], ['new >', 'related <']],
    [
      'related as an error about an answer, going on',
      [datagram, errorAbout(answerTo(datagram))],
      ['new >', 'related >'],
    ],
    ['invalid as an error about an unknown one', [errorAbout(syn)], ['invalid']],
    ['invalid as an error sent to someone else', [syn, errorAbout(syn, '10.1.0.3')], ['new >', 'invalid']],
  ])('%s', (_fact, packets, expected) => {
    expect(states(...packets)).toEqual(expected)
  })
})

it('zones are tables of their own', () => {
  const table = new ConnectionTable()
  expect(table.track(syn, 1).state).toBe('new')
  expect(table.track(answerTo(syn), 2).state).toBe('invalid')
  expect(table.track(answerTo(syn), 1).state).toBe('established')
})
