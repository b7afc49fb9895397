// Holds rule only-some-nodes-have-route to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import {
  arrivedAtHost,
  connectionByHand,
  factsByHand,
  namespaceByHand,
  pathByHand,
  routeByHand,
  snapshotByHand,
  verdictByHand,
} from '../../../test/rules/facts-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import type { Path } from '../../model/path.ts'
import { rule } from './rule.ts'

const address = '192.168.70.20'
const lost = { kind: 'forwarding-off', link: 'eth0', sysctl: 'nas#sysctl/net.ipv4.ip_forward' } as const

/** Its node routes the packet by the route of that index. */
function way(node: string, index: number, works: boolean, endsOn = 'nas'): Path {
  const step = {
    kind: 'route',
    fact: `${node}#route/${index}`,
    destination: address,
    gateway: null,
    link: 'eth0',
    source: null,
  } as const
  const hop = { id: 1, stage: 5, namespace: node, link: 'eth0', steps: [step] } as const
  const verdict = works
    ? verdictByHand('delivered', 7, 'cache', { kind: 'client-receives' })
    : verdictByHand('dropped', 6, endsOn, lost)
  const arrived = { ...arrivedAtHost, destination: address }
  return pathByHand(verdict, works ? 'connected' : 'timeout', { hops: [hop], arrived })
}

const to = { name: 'db', via: '10.96.0.20', address, port: 5432, protocol: 'tcp' } as const

/** A pod on node-1 is lost by node-1's default route; one on node-2 goes by that route of node-2. */
function facts(route: string, works = true, parts: { own?: string; endsOn?: string } = {}) {
  const base = snapshotByHand()
  const two = namespaceByHand('node-2', 'node', {
    routes: [routeByHand('default via 172.18.0.1 dev eth0'), routeByHand(route)],
  })
  const namespaces = base.namespaces.map((one) =>
    one.name === 'node-1' && parts.own !== undefined
      ? { ...one, routes: [...one.routes, routeByHand(parts.own)] }
      : one,
  )
  return factsByHand(
    [
      connectionByHand([way('node-1', 0, false, parts.endsOn)], { to }),
      connectionByHand([way('node-2', 1, works)], { to, from: { namespace: 'shop/api', node: 'node-2' } }),
    ],
    { ...base, namespaces: [...namespaces, two] },
  )
}

const special = '192.168.70.0/24 via 172.18.0.4 dev eth0'

test('fires where another node has a more specific route, and its pods get there', () => {
  const [found, ...more] = runRule(rule, facts(special))
  expect(more).toEqual([])
  expect(found).toMatchObject({
    id: 'only-some-nodes-have-route/shop/db/5432',
    at: { stage: 5, namespace: 'node-1' },
    affects: [{ from: 'shop/web', node: 'node-1' }],
    message:
      'Service shop/db port 5432 times out from node-1, and works from node-2: node-2 has a route for 192.168.70.20 (192.168.70.0/24 via 172.18.0.4 dev eth0), node-1 has none and sends it by its default route. Whether a client gets through depends on the node that its pod runs on. Give node-1 the same route.',
    fixes: [{ actions: [{ where: 'node-1', argv: ['ip', 'route', 'add', '192.168.70.0/24', 'via', '172.18.0.4'] }] }],
  })
})

test.each([
  ['the other node does not reach it either', facts(special, false)],
  ['the other node goes by its default route as well', facts('default via 172.18.0.9 dev eth0')],
  ['the route of the other has no gateway', facts('192.168.70.0/24 dev eth1')],
  ['this node has that route', facts(special, true, { own: special })],
  ['the packet ends on this very node', facts(special, true, { endsOn: 'node-1' })],
])('is silent where %s', (_, given) => {
  expect(runRule(rule, given)).toEqual([])
})
