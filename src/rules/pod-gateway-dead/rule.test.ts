// Holds rule pod-gateway-dead to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import {
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
  address: '10.244.1.99',
  link: 'eth0',
  asGateway: true,
  route: 'shop/web#route/0',
  silent: null,
  remembered: null,
} as const

test('fires where nobody answers for the gateway of the pod', () => {
  const found = runRule(
    rule,
    factsByHand(
      [
        connectionByHand([
          pathByHand(verdictByHand('unreachable', 1, 'shop/web', dead, ['shop/web#route/0']), 'EHOSTUNREACH'),
        ]),
      ],
      snapshotByHand({ 'shop/web': { routes: [routeByHand('default via 10.244.1.99 dev eth0')] } }),
    ),
  )
  expect(found.map(({ id, at, message }) => ({ id, at, message }))).toMatchInlineSnapshot(`
    [
      {
        "at": {
          "namespace": "shop/web",
          "stage": 1,
        },
        "id": "pod-gateway-dead/shop/db/5432",
        "message": "Service shop/db port 5432 fails with EHOSTUNREACH (No route to host): the route of pod shop/web leads to 10.244.1.99 by eth0, and nobody there answers for that address. Its node is 10.244.1.1. Delete the pod so that its CNI plugin sets it up anew, or correct the route.",
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
              "show",
            ],
            "where": "shop/web",
          },
          {
            "argv": [
              "ip",
              "neigh",
              "show",
              "10.244.1.99",
            ],
            "where": "shop/web",
          },
        ],
        "evidence": [
          {
            "kind": "route",
            "text": "default via 10.244.1.99 dev eth0",
          },
          {
            "kind": "neighbour",
            "text": "10.244.1.99 dev eth0 FAILED",
          },
        ],
        "fixes": [
          {
            "actions": [
              {
                "argv": [
                  "ip",
                  "route",
                  "replace",
                  "default",
                  "via",
                  "10.244.1.1",
                  "dev",
                  "eth0",
                ],
                "kind": "exec",
                "where": "shop/web",
              },
            ],
            "reversible": true,
            "title": "Lead the pod's route to its node",
            "widens": [],
          },
        ],
      },
    ]
  `)
})

test("is silent where the node's next hop is dead", () => {
  const found = runRule(
    rule,
    factsByHand([
      connectionByHand([
        pathByHand(verdictByHand('unreachable', 5, 'node-1', { ...dead, route: null }), 'EHOSTUNREACH'),
      ]),
    ]),
  )
  expect(found).toEqual([])
})
