// What may stand for a target on a command line, and what is said of everything else.
import { describe, expect, test } from 'vitest'
import { parseTarget } from './parse-target.ts'

describe('a target', () => {
  test.each([
    ['db', { kind: 'name', name: 'db', port: null, protocol: null }],
    ['db.shop:5432', { kind: 'name', name: 'db.shop', port: 5432, protocol: null }],
    ['metrics:8125/udp', { kind: 'name', name: 'metrics', port: 8125, protocol: 'udp' }],
    ['db.shop.svc.cluster.local.', { kind: 'name', name: 'db.shop.svc.cluster.local.', port: null, protocol: null }],
    ['172.18.0.1:5432', { kind: 'address', address: '172.18.0.1', port: 5432, protocol: null }],
    ['172.18.0.1:5432/tcp', { kind: 'address', address: '172.18.0.1', port: 5432, protocol: 'tcp' }],
    ['[fd00:0:0::1]:7000', { kind: 'address', address: 'fd00::1', port: 7000, protocol: null }],
  ])('%s', (text, target) => {
    expect(parseTarget(text, 'TO', false)).toEqual(target)
  })
})

describe('no target', () => {
  test.each([
    ['172.18.0.1', 'TO is "172.18.0.1"; expected an address with its port, as in 172.18.0.1:5432.'],
    ['fd00::1', 'TO is "fd00::1"; expected an address with its port, as in [fd00::1]:5432.'],
    [
      '[172.18.0.1]:80',
      'TO is "[172.18.0.1]:80"; expected an IPv6 address between the brackets, as in [fd00::1]:5432.',
    ],
    ['[fd00::1]', 'TO is "[fd00::1]"; expected a port from 1 to 65535 after the colon.'],
    ['172.18.0.256:80', 'TO is "172.18.0.256:80"; expected four numbers from 0 to 255, as in 172.18.0.1:5432.'],
    ['db:99999', 'TO is "db:99999"; expected a port from 1 to 65535 after the colon.'],
    ['db:', 'TO is "db:"; expected a port from 1 to 65535 after the colon.'],
    ['db:http', 'TO is "db:http"; expected a port from 1 to 65535 after the colon.'],
    ['', 'TO is ""; expected NAME[:PORT], IP:PORT or [IPv6]:PORT.'],
    ['a b:80', 'TO is "a b:80"; expected NAME[:PORT], IP:PORT or [IPv6]:PORT.'],
    ['svc/db:80', 'TO is "svc/db:80"; expected NAME[:PORT], IP:PORT or [IPv6]:PORT.'],
  ])('%s', (text, message) => {
    expect(() => parseTarget(text, 'TO', false)).toThrow(message)
  })
})
