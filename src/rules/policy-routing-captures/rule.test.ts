// Holds rule policy-routing-captures to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import {
  arrivedAtHost,
  connectionByHand,
  factsByHand,
  pathByHand,
  policyRuleByHand,
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
const toNas = { ...arrivedAtHost, source: '10.244.1.10', destination: '192.168.50.20', destinationPort: 8080 }
const hops = [
  {
    id: 1,
    stage: 5 as const,
    namespace: 'node-1',
    link: null,
    steps: [{ kind: 'policy-rule' as const, fact: 'node-1#policy-rule/0' }],
  },
]
const captured = pathByHand(verdictByHand('unreachable', 5, 'node-1', dead), 'EHOSTUNREACH', { arrived: toNas, hops })

test('fires where a policy rule leads to a table whose next hop is dead', () => {
  const found = runRule(
    rule,
    factsByHand(
      [connectionByHand([captured])],
      snapshotByHand({
        'node-1': {
          policyRules: [policyRuleByHand(100, '10.244.1.0/24', '100')],
          routes: [
            routeByHand('default via 172.18.0.99 dev eth0 table 100'),
            routeByHand('default via 172.18.0.1 dev eth0'),
          ],
        },
      }),
    ),
  )
  expect(found.map(({ id, at, message }) => ({ id, at, message }))).toMatchInlineSnapshot(`
    [
      {
        "at": {
          "namespace": "node-1",
          "stage": 5,
        },
        "id": "policy-routing-captures/shop/db/5432",
        "message": "Service shop/db port 5432 fails with EHOSTUNREACH (No route to host): policy rule 100 of node-1 (100: from 10.244.1.0/24 lookup 100) sends packets from 10.244.1.10 to table 100, whose way to 192.168.50.20 leads to 172.18.0.99, where nobody answers. The main table would send them to 172.18.0.1. Except this address from the rule.",
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
              "rule",
              "show",
            ],
            "where": "node-1",
          },
          {
            "argv": [
              "ip",
              "route",
              "show",
              "table",
              "100",
            ],
            "where": "node-1",
          },
        ],
        "evidence": [
          {
            "kind": "policy-rule",
            "text": "100: from 10.244.1.0/24 lookup 100",
          },
          {
            "kind": "route",
            "text": "default via 172.18.0.99 dev eth0 table 100",
          },
        ],
        "fixes": [
          {
            "actions": [
              {
                "argv": [
                  "ip",
                  "rule",
                  "add",
                  "priority",
                  "99",
                  "to",
                  "192.168.50.20/32",
                  "lookup",
                  "main",
                ],
                "kind": "exec",
                "where": "node-1",
              },
            ],
            "reversible": true,
            "title": "Look this one address up in the main table",
            "widens": [],
          },
        ],
      },
    ]
  `)
})

test('is silent where the dead next hop is in the main table', () => {
  const found = runRule(
    rule,
    factsByHand(
      [connectionByHand([captured])],
      snapshotByHand({
        'node-1': {
          policyRules: [policyRuleByHand(32766, 'all', 'main')],
          routes: [routeByHand('default via 172.18.0.99 dev eth0')],
        },
      }),
    ),
  )
  expect(found).toEqual([])
})
