// What becomes of a connection's addresses and ports where the kernel tests do not reach: clashes, ranges by chance, no address.
import { describe, expect, it } from 'vitest'
import { iptables, passHook, syn } from '../../../../test/netfilter/one-hook.ts'
import type { PacketState } from '../../packet-state.ts'
import { ConnectionTable } from '../connection-table.ts'

const nat = (chain: 'PREROUTING' | 'POSTROUTING', target: string) => [
  iptables('nat', `:${chain} ACCEPT`, `-A ${chain} ${target}`),
]

function sourceOf(target: string, packet: PacketState, connections: ConnectionTable): string {
  const rules = nat('POSTROUTING', target)
  const { tracking } = passHook(rules, packet, { hook: 'prerouting', passage: { connections } }).passage
  const { packet: sent } = passHook(rules, packet, { hook: 'postrouting', passage: { connections, tracking } })
  return `${sent.source}:${sent.sourcePort}`
}

describe('a source port', () => {
  const other = { ...syn, source: '10.1.0.3' }

  it('is kept while nobody else has it, and moved when another connection does', () => {
    const connections = new ConnectionTable()
    expect(sourceOf('-p tcp -j MASQUERADE', syn, connections)).toBe('10.2.0.1:40001')
    expect(sourceOf('-p tcp -j MASQUERADE', other, connections)).toBe('10.2.0.1:1024')
  })

  it('stays privileged', () => {
    const connections = new ConnectionTable()
    expect(sourceOf('-p tcp -j MASQUERADE', { ...syn, sourcePort: 700 }, connections)).toBe('10.2.0.1:700')
    expect(sourceOf('-p tcp -j MASQUERADE', { ...other, sourcePort: 700 }, connections)).toBe('10.2.0.1:600')
  })

  it('moves away from another connection without any rule, too', () => {
    const connections = new ConnectionTable()
    const toService = { ...syn, destination: '10.9.9.9' }
    passHook(nat('PREROUTING', '-d 10.9.9.9/32 -j DNAT --to-destination 10.2.0.2'), toService, {
      hook: 'prerouting',
      passage: { connections },
    })
    expect(sourceOf('-p udp -j MASQUERADE', syn, connections)).toBe('10.1.0.2:1024')
  })
})

describe('a translation', () => {
  it('without an address to give drops the packet at its rule', () => {
    const connections = new ConnectionTable()
    const { tracking } = passHook([], syn, { hook: 'prerouting', passage: { connections } }).passage
    const passage = { connections, tracking, outgoingLink: 'x0' }
    const rule = 'node#rule/iptables-nft/ip/nat/POSTROUTING/1'
    expect(passHook(nat('POSTROUTING', '-j MASQUERADE'), syn, { hook: 'postrouting', passage }).result).toEqual({
      kind: 'dropped',
      reason: { kind: 'rule-drops', rule, hook: 'postrouting' },
      evidence: [rule],
    })
  })

  it('to a port by chance is undetermined, to one port it is not', () => {
    const to = (target: string) => passHook(nat('PREROUTING', `-p tcp -j DNAT ${target}`), syn, { hook: 'prerouting' })
    expect(to('--to-destination 10.2.0.3:81-82 --random').result.kind).toBe('undetermined')
    expect(to('--to-destination 10.2.0.3:81 --random').packet.destinationPort).toBe(81)
  })

  it('by TPROXY is undetermined', () => {
    const target = '-p tcp -j TPROXY --on-port 15001 --on-ip 0.0.0.0 --tproxy-mark 0x1/0x1'
    const tproxy = iptables('mangle', ':PREROUTING ACCEPT', `-A PREROUTING ${target}`)
    expect(passHook([tproxy], syn, { hook: 'prerouting' }).result).toMatchObject({
      kind: 'undetermined',
      reason: { kind: 'unsupported-rule', text: `-A PREROUTING ${target}` },
    })
  })

  it('that was decided is not decided again', () => {
    const connections = new ConnectionTable()
    const first = passHook(nat('PREROUTING', '-j DNAT --to-destination 10.2.0.3'), syn, {
      hook: 'prerouting',
      passage: { connections },
    })
    expect(first.packet.destination).toBe('10.2.0.3')
    const second = passHook(nat('PREROUTING', '-j DNAT --to-destination 10.2.0.4'), syn, {
      hook: 'prerouting',
      passage: { connections },
    })
    expect(second.packet.destination).toBe('10.2.0.3')
  })
})
