// Holds rule node-owns-target-address to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import {
  arrivedAtHost,
  connectionByHand,
  factsByHand,
  linkByHand,
  pathByHand,
  snapshotByHand,
  verdictByHand,
} from '../../../test/rules/facts-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import { rule } from './rule.ts'

const toNas = { ...arrivedAtHost, destination: '192.168.50.20', destinationPort: 8080 }
const nobody = { kind: 'nothing-listens', address: '192.168.50.20', port: 8080, others: [] } as const
const held = snapshotByHand({
  'node-1': { links: [linkByHand(1, 'lo', { kind: 'loopback', addresses: ['192.168.50.20/32'] })] },
})

test("fires where the node has the target's address on its loopback link", () => {
  const found = runRule(
    rule,
    factsByHand(
      [
        connectionByHand([
          pathByHand(verdictByHand('refused', 7, 'node-1', nobody), 'ECONNREFUSED', { arrived: toNas }),
        ]),
      ],
      held,
    ),
  )
  expect(found.map(({ id, at, message }) => ({ id, at, message }))).toMatchInlineSnapshot(`
    [
      {
        "at": {
          "namespace": "node-1",
          "stage": 7,
        },
        "id": "node-owns-target-address/shop/db/5432",
        "message": "Service shop/db port 5432 is refused: node node-1 itself has 192.168.50.20 on lo, which is the address of nas, so the packets never leave the node, and nothing there listens for it. Take the address away from the node.",
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
              "addr",
              "show",
              "to",
              "192.168.50.20/32",
            ],
            "where": "node-1",
          },
        ],
        "evidence": [
          {
            "kind": "link",
            "text": "inet 192.168.50.20/32 dev lo",
          },
        ],
        "fixes": [
          {
            "actions": [
              {
                "argv": [
                  "ip",
                  "addr",
                  "del",
                  "192.168.50.20/32",
                  "dev",
                  "lo",
                ],
                "kind": "exec",
                "where": "node-1",
              },
            ],
            "reversible": true,
            "title": "Take the address away from the node",
            "widens": [],
          },
        ],
      },
    ]
  `)
})

test('fires where something on the node answers in its place', () => {
  const found = runRule(
    rule,
    factsByHand(
      [
        connectionByHand([
          pathByHand(
            verdictByHand('delivered', 7, 'node-1', { kind: 'socket-accepts', socket: 'node-1#socket/0' }),
            'connected',
            { arrived: toNas },
          ),
        ]),
      ],
      held,
    ),
  )
  expect(found.map(({ message }) => message)).toMatchInlineSnapshot(`
    [
      "Service shop/db port 5432 is reached: node node-1 itself has 192.168.50.20 on lo, which is the address of nas, so the packets never leave the node, and something on the node answers in its place. Take the address away from the node.",
    ]
  `)
})

test("is silent for a server on the node's own address", () => {
  const found = runRule(
    rule,
    factsByHand([
      connectionByHand([
        pathByHand(verdictByHand('refused', 7, 'node-1', nobody), 'ECONNREFUSED', {
          arrived: { ...toNas, destination: '172.18.0.2' },
        }),
      ]),
    ]),
  )
  expect(found).toEqual([])
})

test('is silent where the target itself refuses', () => {
  const found = runRule(
    rule,
    factsByHand([
      connectionByHand([pathByHand(verdictByHand('refused', 7, 'nas', nobody), 'ECONNREFUSED', { arrived: toNas })]),
    ]),
  )
  expect(found).toEqual([])
})
