// Holds rule neighbour-entry-wrong to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import {
  connectionByHand,
  factsByHand,
  neighbourByHand,
  pathByHand,
  snapshotByHand,
  verdictByHand,
} from '../../../test/rules/facts-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import { rule } from './rule.ts'

const wrong = {
  kind: 'neighbour-wrong',
  entry: 'node-1#neighbour/0',
  address: '172.18.0.1',
  macAddress: '02:00:00:00:00:99',
  owner: null,
} as const
const snapshot = snapshotByHand({
  'node-1': { neighbours: [neighbourByHand('eth0', '172.18.0.1', '02:00:00:00:00:99')] },
})

test('fires where a fixed entry names a MAC address that nobody has', () => {
  const found = runRule(
    rule,
    factsByHand([connectionByHand([pathByHand(verdictByHand('dropped', 5, 'node-1', wrong), 'timeout')])], snapshot),
  )
  expect(found.map(({ id, at, message }) => ({ id, at, message }))).toMatchInlineSnapshot(`
    [
      {
        "at": {
          "namespace": "node-1",
          "stage": 5,
        },
        "id": "neighbour-entry-wrong/shop/db/5432",
        "message": "Service shop/db port 5432 times out: the neighbour table of node-1 holds a fixed entry for 172.18.0.1 with the MAC address 02:00:00:00:00:99, which nobody there has, so every packet for it is lost. Delete the entry; the right address is then learned.",
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
              "neigh",
              "show",
              "172.18.0.1",
            ],
            "where": "node-1",
          },
        ],
        "evidence": [
          {
            "kind": "neighbour",
            "text": "172.18.0.1 dev eth0 lladdr 02:00:00:00:00:99 PERMANENT",
          },
        ],
        "fixes": [
          {
            "actions": [
              {
                "argv": [
                  "ip",
                  "neigh",
                  "del",
                  "172.18.0.1",
                  "dev",
                  "eth0",
                ],
                "kind": "exec",
                "where": "node-1",
              },
            ],
            "reversible": true,
            "title": "Delete the fixed entry",
            "widens": [],
          },
        ],
      },
    ]
  `)
})

test('fires where a fixed entry leads to a machine without that address', () => {
  const found = runRule(
    rule,
    factsByHand(
      [
        connectionByHand([
          pathByHand(
            verdictByHand('dropped', 7, 'nas', { kind: 'forwarding-off', link: 'eth0', sysctl: '' }),
            'timeout',
            {
              hops: [
                {
                  id: 1,
                  stage: 4,
                  namespace: 'node-1',
                  link: 'eth0',
                  steps: [
                    {
                      kind: 'neighbour',
                      address: '172.18.0.1',
                      link: 'eth0',
                      fact: 'node-1#neighbour/0',
                      macAddress: '02:00:00:00:00:99',
                      owner: 'nas',
                    },
                  ],
                },
              ],
            },
          ),
        ]),
      ],
      snapshot,
    ),
  )
  expect(found.map(({ message }) => message)).toMatchInlineSnapshot(`
    [
      "Service shop/db port 5432 times out: the neighbour table of node-1 holds a fixed entry for 172.18.0.1 with the MAC address 02:00:00:00:00:99, which is that of nas, so every packet for it is lost. Delete the entry; the right address is then learned.",
    ]
  `)
})

test('is silent where a fixed entry is right', () => {
  const found = runRule(
    rule,
    factsByHand(
      [
        connectionByHand([
          pathByHand(
            verdictByHand('refused', 7, 'host', {
              kind: 'nothing-listens',
              address: '172.18.0.1',
              port: 5432,
              others: [],
            }),
            'ECONNREFUSED',
            {
              hops: [
                {
                  id: 1,
                  stage: 4,
                  namespace: 'node-1',
                  link: 'eth0',
                  steps: [
                    {
                      kind: 'neighbour',
                      address: '172.18.0.1',
                      link: 'eth0',
                      fact: 'node-1#neighbour/0',
                      macAddress: '02:00:00:00:00:99',
                      owner: 'host',
                    },
                  ],
                },
              ],
            },
          ),
        ]),
      ],
      snapshot,
    ),
  )
  expect(found).toEqual([])
})
