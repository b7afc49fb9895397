// Holds rule routing-loop to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import {
  arrivedAtHost,
  connectionByHand,
  factsByHand,
  pathByHand,
  verdictByHand,
} from '../../../test/rules/facts-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import { rule } from './rule.ts'

const round = (fact: string) =>
  ({ kind: 'route', fact, destination: '192.168.50.20', gateway: null, link: 'eth0', source: null }) as const
const hops = ['node-1#route/0', 'host#route/0', 'node-1#route/0', 'host#route/0'].map((fact, index) => ({
  id: index + 1,
  stage: 5 as const,
  namespace: fact.split('#')[0] ?? '',
  link: null,
  steps: [round(fact)],
}))
const looped = pathByHand(verdictByHand('looped', 5, 'node-1', { kind: 'ttl-exceeded' }), 'EHOSTUNREACH', {
  hops,
  arrived: { ...arrivedAtHost, destination: '192.168.50.20' },
})

test('fires where two machines send the packet to each other', () => {
  const found = runRule(rule, factsByHand([connectionByHand([looped])]))
  expect(found.map(({ id, at, message }) => ({ id, at, message }))).toMatchInlineSnapshot(`
    [
      {
        "at": {
          "namespace": "node-1",
          "stage": 5,
        },
        "id": "routing-loop/shop/db/5432",
        "message": "Service shop/db port 5432 fails with EHOSTUNREACH (No route to host): packets for 192.168.50.20 go round between node-1 and host, each of which sends them on to the next, until their time to live is used up. Correct the route of the one that should not send them back.",
      },
    ]
  `)
  expect(found.map(({ evidence, checks, fixes }) => ({ evidence, checks, fixes }))).toMatchInlineSnapshot(`
    [
      {
        "checks": [
          {
            "argv": [
              "ip",
              "route",
              "get",
              "192.168.50.20",
            ],
            "where": "node-1",
          },
          {
            "argv": [
              "ip",
              "route",
              "get",
              "192.168.50.20",
            ],
            "where": "host",
          },
        ],
        "evidence": [
          {
            "kind": "route",
            "text": "default via 172.18.0.1 dev eth0",
          },
          {
            "kind": "route",
            "text": "172.18.0.0/16 dev br-kind",
          },
        ],
        "fixes": [],
      },
    ]
  `)
})

test('is silent where a next hop is dead', () => {
  const found = runRule(
    rule,
    factsByHand([
      connectionByHand([
        pathByHand(
          verdictByHand('unreachable', 5, 'node-1', { kind: 'no-route', destination: '192.168.50.20', family: 4 }),
          'ENETUNREACH',
        ),
      ]),
    ]),
  )
  expect(found).toEqual([])
})
