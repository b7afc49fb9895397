// Holds rule default-gateway-moved to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import {
  arrivedAtHost,
  connectionByHand,
  factsByHand,
  linkByHand,
  namespaceByHand,
  pathByHand,
  routeByHand,
  snapshotByHand,
  verdictByHand,
} from '../../../test/rules/facts-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import type { Hop } from '../../model/path.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { rule } from './rule.ts'

const sysctl = 'cache#sysctl/net.ipv4.ip_forward'
const notForwarding = { kind: 'forwarding-off', link: 'eth0', sysctl } as const
const toNas = { ...arrivedAtHost, destination: '192.168.50.20', destinationPort: 8080 }

/** The node with one route of its own beside its network's, and a container that the route may lead to. */
function withRoute(text: string): Snapshot {
  const snapshot = snapshotByHand({ 'node-1': { routes: [routeByHand(text), routeByHand('172.18.0.0/16 dev eth0')] } })
  const links = [linkByHand(2, 'eth0', { addresses: ['172.18.0.4/16'] })]
  const cache = namespaceByHand('cache', 'container', { links, sysctls: { 'net.ipv4.ip_forward': '0' } })
  return { ...snapshot, namespaces: [...snapshot.namespaces, cache] }
}

function hopsBy(namespace: string): Hop[] {
  const route = { destination: '192.168.50.20', gateway: '172.18.0.4', link: 'eth0', source: null }
  return [
    { id: 1, stage: 5, namespace, link: 'eth0', steps: [{ kind: 'route', fact: `${namespace}#route/0`, ...route }] },
  ]
}

function findIn(snapshot: Snapshot, endsIn: string, hops: readonly Hop[]) {
  const verdict = verdictByHand('dropped', 6, endsIn, notForwarding)
  const path = pathByHand(verdict, 'timeout', { arrived: toNas, hops })
  return runRule(rule, factsByHand([connectionByHand([path])], snapshot))
}

test('fires where the default route of a node leads to a container that forwards nothing', () => {
  const found = findIn(withRoute('default via 172.18.0.4 dev eth0'), 'cache', hopsBy('node-1'))
  expect(found.map(({ id, at, message }) => ({ id, at, message }))).toEqual([
    {
      id: 'default-gateway-moved/shop/db/5432',
      at: { stage: 5, namespace: 'node-1' },
      message:
        'Service shop/db port 5432 times out: the default route of node-1 leads to 172.18.0.4, which is cache and forwards nothing, so what the node sends to 192.168.50.20 vanishes there without an answer. Lead it to 172.18.0.1, the gateway of its network.',
    },
  ])
  expect(found.flatMap(({ evidence }) => evidence.map(({ text }) => text))).toEqual([
    'default via 172.18.0.4 dev eth0',
    'net.ipv4.ip_forward = 0',
  ])
  expect(found.flatMap(({ fixes }) => fixes.flatMap(({ actions }) => actions))).toEqual([
    { kind: 'exec', where: 'node-1', argv: ['ip', 'route', 'replace', 'default', 'via', '172.18.0.1', 'dev', 'eth0'] },
  ])
})

test('is silent for a route to one network: that is not the default', () => {
  expect(findIn(withRoute('192.168.50.0/24 via 172.18.0.4 dev eth0'), 'cache', hopsBy('node-1'))).toEqual([])
})

test('is silent where the host should forward and does not', () => {
  expect(findIn(withRoute('default via 172.18.0.1 dev eth0'), 'host', hopsBy('node-1'))).toEqual([])
})

test('is silent where the host, not a node, chose the way', () => {
  expect(findIn(withRoute('default via 172.18.0.1 dev eth0'), 'nas', hopsBy('host'))).toEqual([])
})

test('is silent where another machine lies between: its default route leads there, not the gateway itself', () => {
  expect(findIn(withRoute('default via 172.18.0.1 dev eth0'), 'cache', hopsBy('node-1'))).toEqual([])
})
