// Every reason has words of its own; the exact words of those that people meet most.
import { describe, expect, it, test } from 'vitest'
import { podNodeHost } from '../../test/small-network.ts'
import type { Reason } from '../model/path.ts'
import { reasonText } from './reason-text.ts'

const snapshot = podNodeHost().listen('host', '127.0.0.1', 5432).listen('host', '::1', 5432).snapshot()
const socket = 'host#socket/0'

const rows: readonly (readonly [Reason, string])[] = [
  [{ kind: 'socket-accepts', socket }, '127.0.0.1:5432 takes it'],
  [{ kind: 'socket-accepts', socket: '' }, 'taken as if something listened'],
  [
    { kind: 'nothing-listens', address: '172.18.0.1', port: 5432, others: [socket] },
    'nothing listens on 172.18.0.1:5432; 127.0.0.1:5432 does',
  ],
  [
    { kind: 'nothing-listens', address: 'fd00::1', port: 5432, others: [socket, 'host#socket/1'] },
    'nothing listens on [fd00::1]:5432; 127.0.0.1:5432, [::1]:5432 do',
  ],
  [{ kind: 'backlog-full', socket }, 'more connections wait for 127.0.0.1:5432 than it lets wait'],
  [{ kind: 'no-route', destination: '192.168.50.20', family: 4 }, 'no route to 192.168.50.20'],
  [
    {
      kind: 'neighbour-unanswered',
      address: '172.18.0.9',
      link: 'eth0',
      asGateway: true,
      route: null,
      silent: null,
      remembered: null,
    },
    'nobody answers for the next hop 172.18.0.9 on eth0',
  ],
  [
    {
      kind: 'neighbour-unanswered',
      address: '172.18.0.9',
      link: 'eth0',
      asGateway: false,
      route: null,
      silent: 'node-2',
      remembered: null,
    },
    'node-2 has 172.18.0.9 but does not answer for it on eth0',
  ],
  [{ kind: 'too-big', link: 'flannel.1', mtuBytes: 1450 }, 'larger than 1450 bytes, the MTU of flannel.1'],
  [{ kind: 'left-by-uplink', link: 'eth0' }, 'it left by eth0, and what is behind that was not read'],
]

test.each(rows)('%o', (reason, text) => {
  expect(reasonText(snapshot, reason)).toBe(text)
})

describe('the process behind a socket', () => {
  it('is named with its pid', () => {
    const [host, ...others] = snapshot.namespaces
    if (!host) throw new Error('the network has no host')
    const sockets = host.sockets.map((one) => ({ ...one, processes: [{ name: 'postgres', pid: 812 }] }))
    const named = { ...snapshot, namespaces: [{ ...host, sockets }, ...others] }
    expect(reasonText(named, { kind: 'nothing-listens', address: '172.18.0.1', port: 5432, others: [socket] })).toBe(
      'nothing listens on 172.18.0.1:5432; 127.0.0.1:5432 does (postgres, pid 812)',
    )
  })
})
