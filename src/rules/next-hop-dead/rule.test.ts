// Holds rule next-hop-dead to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import {
  arrivedAtHost,
  connectionByHand,
  factsByHand,
  pathByHand,
  routeByHand,
  snapshotByHand,
  verdictByHand,
} from '../../../test/rules/facts-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import { rule } from './rule.ts'

const dead = {
  kind: 'neighbour-unanswered',
  address: '172.18.0.99',
  link: 'eth0',
  asGateway: true,
  route: 'node-1#route/0',
  silent: null,
  remembered: null,
} as const
const toNas = { ...arrivedAtHost, destination: '192.168.50.20', destinationPort: 8080 }

test("fires where nobody answers for the route's next hop", () => {
  const found = runRule(
    rule,
    factsByHand(
      [
        connectionByHand([
          pathByHand(verdictByHand('unreachable', 5, 'node-1', dead, ['node-1#route/0']), 'EHOSTUNREACH', {
            arrived: toNas,
          }),
        ]),
      ],
      snapshotByHand({ 'node-1': { routes: [routeByHand('192.168.50.0/24 via 172.18.0.99 dev eth0')] } }),
    ),
  )
  expect(found.map(({ id, at, message }) => ({ id, at, message }))).toMatchInlineSnapshot(`
    [
      {
        "at": {
          "namespace": "node-1",
          "stage": 5,
        },
        "id": "next-hop-dead/shop/db/5432",
        "message": "Service shop/db port 5432 fails with EHOSTUNREACH (No route to host): the route of node-1 to 192.168.50.20 leads to 172.18.0.99 by eth0, and nobody there answers for that address. Lead the route to 172.18.0.1, which does answer.",
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
              "neigh",
              "show",
              "172.18.0.99",
            ],
            "where": "node-1",
          },
        ],
        "evidence": [
          {
            "kind": "route",
            "text": "192.168.50.0/24 via 172.18.0.99 dev eth0",
          },
          {
            "kind": "neighbour",
            "text": "172.18.0.99 dev eth0 FAILED",
          },
        ],
        "fixes": [
          {
            "actions": [
              {
                "argv": [
                  "ip",
                  "route",
                  "del",
                  "192.168.50.0/24",
                  "via",
                  "172.18.0.99",
                  "dev",
                  "eth0",
                ],
                "kind": "exec",
                "where": "node-1",
              },
              {
                "argv": [
                  "ip",
                  "route",
                  "add",
                  "192.168.50.0/24",
                  "via",
                  "172.18.0.1",
                  "dev",
                  "eth0",
                ],
                "kind": "exec",
                "where": "node-1",
              },
            ],
            "reversible": true,
            "title": "Replace the dead next hop of this route",
            "widens": [],
          },
        ],
      },
    ]
  `)
})

test('is silent where the target itself does not answer', () => {
  const found = runRule(
    rule,
    factsByHand([
      connectionByHand([
        pathByHand(
          verdictByHand('unreachable', 6, 'host', { ...dead, asGateway: false, route: null }),
          'EHOSTUNREACH',
          { arrived: toNas },
        ),
      ]),
    ]),
  )
  expect(found).toEqual([])
})

test("is silent about the pod's own gateway", () => {
  const found = runRule(
    rule,
    factsByHand([
      connectionByHand([
        pathByHand(verdictByHand('unreachable', 1, 'shop/web', dead), 'EHOSTUNREACH', { arrived: toNas }),
      ]),
    ]),
  )
  expect(found).toEqual([])
})
