// Holds rule bridge-without-address to where it fires and where it stays silent.
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

const dead = {
  kind: 'neighbour-unanswered',
  address: '10.244.1.1',
  link: 'eth0',
  asGateway: true,
  route: 'shop/web#route/0',
  silent: null,
  remembered: null,
} as const

test("fires where the node's bridge has lost the pods' gateway address", () => {
  const found = runRule(
    rule,
    factsByHand(
      [
        connectionByHand([
          pathByHand(verdictByHand('unreachable', 1, 'shop/web', dead, ['shop/web#route/0']), 'EHOSTUNREACH'),
        ]),
      ],
      snapshotByHand({
        'node-1': { links: [linkByHand(3, 'cni0', { kind: 'bridge' }), linkByHand(4, 'veth-web', { master: 'cni0' })] },
      }),
    ),
  )
  expect(found.map(({ id, at, message }) => ({ id, at, message }))).toMatchInlineSnapshot(`
    [
      {
        "at": {
          "namespace": "shop/web",
          "stage": 1,
        },
        "id": "bridge-without-address/shop/db/5432",
        "message": "Service shop/db port 5432 fails with EHOSTUNREACH (No route to host): pods on node-1 send to their gateway 10.244.1.1, and cni0 on node-1, where that address belongs, has no address. Give it back, or restart the CNI plugin of node-1.",
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
              "addr",
              "show",
              "dev",
              "cni0",
            ],
            "where": "node-1",
          },
        ],
        "evidence": [
          {
            "kind": "link",
            "text": "cni0 on node-1 has no IPv4 address",
          },
          {
            "kind": "link",
            "text": "3: cni0: <UP,LOWER_UP> mtu 1500 state UP",
          },
          {
            "kind": "route",
            "text": "default via 10.244.1.1 dev eth0",
          },
        ],
        "fixes": [
          {
            "actions": [
              {
                "argv": [
                  "ip",
                  "addr",
                  "add",
                  "10.244.1.1/24",
                  "dev",
                  "cni0",
                ],
                "kind": "exec",
                "where": "node-1",
              },
            ],
            "reversible": true,
            "title": "Give the bridge the pods' gateway address again",
            "widens": [],
          },
        ],
      },
    ]
  `)
})

test('is silent where the bridge has its address', () => {
  const found = runRule(
    rule,
    factsByHand([connectionByHand([pathByHand(verdictByHand('unreachable', 1, 'shop/web', dead), 'EHOSTUNREACH')])]),
  )
  expect(found).toEqual([])
})
