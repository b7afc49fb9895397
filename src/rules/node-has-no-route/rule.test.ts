// Holds rule node-has-no-route to where it fires and where it stays silent.
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

test('fires where a node has no route, and offers one for this address before a default route', () => {
  const found = runRule(
    rule,
    factsByHand(
      [
        connectionByHand([
          pathByHand(verdictByHand('unreachable', 5, 'node-1', noRoute), 'ENETUNREACH', { arrived: toNas }),
        ]),
      ],
      snapshotByHand({ 'node-1': { routes: [routeByHand('172.18.0.0/16 dev eth0')] } }),
    ),
  )
  expect(found.map(({ id, at, message }) => ({ id, at, message }))).toMatchInlineSnapshot(`
    [
      {
        "at": {
          "namespace": "node-1",
          "stage": 5,
        },
        "id": "node-has-no-route/shop/db/5432",
        "message": "Service shop/db port 5432 fails with ENETUNREACH (Network is unreachable): node node-1 has no route to 192.168.50.20, and drops what its pods send there. Its way out is 172.18.0.1 by eth0: add the route.",
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
              "show",
            ],
            "where": "node-1",
          },
        ],
        "evidence": [
          {
            "kind": "route",
            "text": "node-1 has no default route",
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
                  "192.168.50.20/32",
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
            "title": "Give the node a route to this one address",
            "widens": [
              {
                "destination": "192.168.50.20",
                "port": null,
                "source": "10.244.1.10",
              },
            ],
          },
          {
            "actions": [
              {
                "argv": [
                  "ip",
                  "route",
                  "add",
                  "default",
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
            "title": "Give the node its default route",
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

test('is silent where the pod is without a route', () => {
  const found = runRule(
    rule,
    factsByHand([
      connectionByHand([
        pathByHand(verdictByHand('unreachable', 1, 'shop/web', noRoute), 'ENETUNREACH', { arrived: toNas }),
      ]),
    ]),
  )
  expect(found).toEqual([])
})

test('is silent for a ClusterIP that nothing translated', () => {
  const found = runRule(
    rule,
    factsByHand([
      connectionByHand([
        pathByHand(verdictByHand('unreachable', 5, 'node-1', noRoute), 'ENETUNREACH', {
          arrived: { ...toNas, destination: '10.96.0.20' },
        }),
      ]),
    ]),
  )
  expect(found).toEqual([])
})
