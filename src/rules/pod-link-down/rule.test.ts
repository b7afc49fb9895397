// Holds rule pod-link-down to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import {
  connectionByHand,
  factsByHand,
  linkByHand,
  pathByHand,
  snapshotByHand,
  verdictByHand,
} from '../../../test/rules/facts-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import { rule } from './rule.ts'

const noRoute = { kind: 'no-route', destination: '172.18.0.1', family: 4 } as const

test("fires where the pod's own link is down", () => {
  const found = runRule(
    rule,
    factsByHand(
      [connectionByHand([pathByHand(verdictByHand('unreachable', 1, 'shop/web', noRoute), 'ENETUNREACH')])],
      snapshotByHand({ 'shop/web': { links: [linkByHand(2, 'eth0', { up: false, carrier: false })] } }),
    ),
  )
  expect(found.map(({ id, at, message }) => ({ id, at, message }))).toMatchInlineSnapshot(`
    [
      {
        "at": {
          "namespace": "shop/web",
          "stage": 1,
        },
        "id": "pod-link-down/shop/db/5432",
        "message": "Service shop/db port 5432 fails with ENETUNREACH (Network is unreachable): link eth0 of pod shop/web is down, so nothing leaves the pod. Delete the pod so that its CNI plugin sets it up anew, or set the link up.",
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
              "link",
              "show",
              "dev",
              "eth0",
            ],
            "where": "shop/web",
          },
        ],
        "evidence": [
          {
            "kind": "link",
            "text": "2: eth0: <> mtu 1500 state DOWN",
          },
        ],
        "fixes": [
          {
            "actions": [
              {
                "argv": [
                  "ip",
                  "link",
                  "set",
                  "dev",
                  "eth0",
                  "up",
                ],
                "kind": "exec",
                "where": "shop/web",
              },
            ],
            "reversible": true,
            "title": "Set the link up",
            "widens": [],
          },
        ],
      },
    ]
  `)
})

test("fires where the node's end of it is down", () => {
  const found = runRule(
    rule,
    factsByHand(
      [
        connectionByHand([
          pathByHand(verdictByHand('dropped', 1, 'node-1', { kind: 'link-down', link: 'veth-web' }), 'timeout'),
        ]),
      ],
      snapshotByHand({ 'node-1': { links: [linkByHand(4, 'veth-web', { up: false })] } }),
    ),
  )
  expect(found.map(({ message }) => message)).toMatchInlineSnapshot(`
    [
      "Service shop/db port 5432 times out: veth-web on node-1, the node's end of the link of pod shop/web, is down, so nothing leaves the pod. Delete the pod so that its CNI plugin sets it up anew, or set the link up.",
    ]
  `)
})

test('is silent where both ends are up', () => {
  const found = runRule(
    rule,
    factsByHand([connectionByHand([pathByHand(verdictByHand('unreachable', 1, 'shop/web', noRoute), 'ENETUNREACH')])]),
  )
  expect(found).toEqual([])
})

test('is silent about links that are down by nature', () => {
  const found = runRule(
    rule,
    factsByHand(
      [connectionByHand([pathByHand(verdictByHand('unreachable', 1, 'shop/web', noRoute), 'ENETUNREACH')])],
      snapshotByHand({ 'shop/web': { links: [linkByHand(3, 'tunl0', { kind: 'other', up: false })] } }),
    ),
  )
  expect(found).toEqual([])
})
