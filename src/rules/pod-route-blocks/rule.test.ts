// Holds rule pod-route-blocks to where it fires and where it stays silent.
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

const blocked = { kind: 'route-blocks', route: 'shop/web#route/0', type: 'blackhole' } as const

test('fires where a route of the pod refuses the address', () => {
  const found = runRule(
    rule,
    factsByHand(
      [connectionByHand([pathByHand(verdictByHand('dropped', 1, 'shop/web', blocked), 'EINVAL')])],
      snapshotByHand({ 'shop/web': { routes: [routeByHand('blackhole 172.18.0.0/16')] } }),
    ),
  )
  expect(found.map(({ id, at, message }) => ({ id, at, message }))).toMatchInlineSnapshot(`
    [
      {
        "at": {
          "namespace": "shop/web",
          "stage": 1,
        },
        "id": "pod-route-blocks/shop/db/5432",
        "message": "Service shop/db port 5432 fails with EINVAL (Invalid argument): pod shop/web has a route of type blackhole for 172.18.0.1: blackhole 172.18.0.0/16. Packets for it are thrown away. Find out who set it, then take it away.",
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
              "172.18.0.1",
            ],
            "where": "shop/web",
          },
          {
            "argv": [
              "ip",
              "route",
              "show",
              "type",
              "blackhole",
            ],
            "where": "shop/web",
          },
        ],
        "evidence": [
          {
            "kind": "route",
            "text": "blackhole 172.18.0.0/16",
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
                  "blackhole",
                  "172.18.0.0/16",
                ],
                "kind": "exec",
                "where": "shop/web",
              },
            ],
            "reversible": true,
            "title": "Take the blackhole route away",
            "widens": [
              {
                "destination": "172.18.0.0/16",
                "port": null,
                "source": "172.18.0.2",
              },
            ],
          },
        ],
      },
    ]
  `)
})

test('is silent where the route is on the node', () => {
  const found = runRule(
    rule,
    factsByHand([connectionByHand([pathByHand(verdictByHand('dropped', 5, 'node-1', blocked), 'timeout')])]),
  )
  expect(found).toEqual([])
})
