// Holds rule pod-has-no-route to where it fires and where it stays silent.
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

const noRoute = { kind: 'no-route', destination: '192.168.50.20', family: 4 } as const
const toNas = { ...arrivedAtHost, source: '10.244.1.10', destination: '192.168.50.20', destinationPort: 8080 }

test('fires where a pod has no default route, and offers the one that leads to its node', () => {
  const found = runRule(
    rule,
    factsByHand(
      [
        connectionByHand([
          pathByHand(verdictByHand('unreachable', 1, 'shop/web', noRoute), 'ENETUNREACH', { arrived: toNas }),
        ]),
      ],
      snapshotByHand({ 'shop/web': { routes: [routeByHand('10.244.1.0/24 dev eth0')] } }),
    ),
  )
  expect(found.map(({ id, at, message }) => ({ id, at, message }))).toMatchInlineSnapshot(`
    [
      {
        "at": {
          "namespace": "shop/web",
          "stage": 1,
        },
        "id": "pod-has-no-route/shop/db/5432",
        "message": "Service shop/db port 5432 fails with ENETUNREACH (Network is unreachable): pod shop/web has no route to 192.168.50.20, not even a default route. A pod's default route leads to its node: 10.244.1.1. Delete the pod so that its CNI plugin sets it up anew, or add the route.",
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
            "where": "shop/web",
          },
          {
            "argv": [
              "ip",
              "route",
              "show",
            ],
            "where": "shop/web",
          },
        ],
        "evidence": [
          {
            "kind": "route",
            "text": "no default route in shop/web",
          },
          {
            "kind": "route",
            "text": "10.244.1.0/24 dev eth0",
          },
        ],
        "fixes": [
          {
            "actions": [
              {
                "argv": [
                  "ip",
                  "route",
                  "add",
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
            "title": "Give the pod the default route that its CNI plugin gives every pod",
            "widens": [
              {
                "destination": "0.0.0.0/0",
                "port": null,
                "source": "10.244.1.10",
              },
            ],
          },
        ],
      },
    ]
  `)
})

test('is silent where the node is without a route', () => {
  const found = runRule(
    rule,
    factsByHand([
      connectionByHand([
        pathByHand(verdictByHand('unreachable', 5, 'node-1', noRoute), 'ENETUNREACH', { arrived: toNas }),
      ]),
    ]),
  )
  expect(found).toEqual([])
})

test('is silent where the measurement contradicts the model', () => {
  const found = runRule(
    rule,
    factsByHand([
      connectionByHand(
        [pathByHand(verdictByHand('unreachable', 1, 'shop/web', noRoute), 'ENETUNREACH', { arrived: toNas })],
        { agree: false },
      ),
    ]),
  )
  expect(found).toEqual([])
})
