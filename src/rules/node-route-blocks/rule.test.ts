// Holds rule node-route-blocks to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import {
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

const blocked = { kind: 'route-blocks', route: 'node-1#route/0', type: 'unreachable' } as const

test('fires where a route of the node refuses the address', () => {
  const found = runRule(
    rule,
    factsByHand(
      [connectionByHand([pathByHand(verdictByHand('unreachable', 5, 'node-1', blocked), 'EHOSTUNREACH')])],
      snapshotByHand({ 'node-1': { routes: [routeByHand('unreachable 172.18.0.0/16 metric 5')] } }),
    ),
  )
  expect(found.map(({ id, at, message }) => ({ id, at, message }))).toMatchInlineSnapshot(`
    [
      {
        "at": {
          "namespace": "node-1",
          "stage": 5,
        },
        "id": "node-route-blocks/shop/db/5432",
        "message": "Service shop/db port 5432 fails with EHOSTUNREACH (No route to host): node node-1 has a route of type unreachable for 172.18.0.1: unreachable 172.18.0.0/16 metric 5. Packets for it are answered with "host unreachable". Find out who set it, then take it away.",
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
            "where": "node-1",
          },
          {
            "argv": [
              "ip",
              "route",
              "show",
              "type",
              "unreachable",
            ],
            "where": "node-1",
          },
        ],
        "evidence": [
          {
            "kind": "route",
            "text": "unreachable 172.18.0.0/16 metric 5",
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
                  "unreachable",
                  "172.18.0.0/16",
                  "metric",
                  "5",
                ],
                "kind": "exec",
                "where": "node-1",
              },
            ],
            "reversible": true,
            "title": "Take the unreachable route away",
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

test('fires where a policy rule of the node refuses the address', () => {
  const found = runRule(
    rule,
    factsByHand(
      [
        connectionByHand([
          pathByHand(
            verdictByHand('unreachable', 5, 'node-1', {
              kind: 'policy-rule-blocks',
              rule: 'node-1#policy-rule/0',
              type: 'prohibit',
            }),
            'EHOSTUNREACH',
          ),
        ]),
      ],
      snapshotByHand({
        'node-1': {
          policyRules: [
            { ...policyRuleByHand(100, 'all', ''), action: { kind: 'prohibit' }, text: '100: from all prohibit' },
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
        "id": "node-route-blocks/shop/db/5432",
        "message": "Service shop/db port 5432 fails with EHOSTUNREACH (No route to host): node node-1 has a policy rule of type prohibit for 172.18.0.1: 100: from all prohibit. Packets for it are answered with "prohibited". Find out who set it, then take it away.",
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
            "where": "node-1",
          },
          {
            "argv": [
              "ip",
              "rule",
              "show",
            ],
            "where": "node-1",
          },
        ],
        "evidence": [
          {
            "kind": "policy-rule",
            "text": "100: from all prohibit",
          },
        ],
        "fixes": [
          {
            "actions": [
              {
                "argv": [
                  "ip",
                  "rule",
                  "del",
                  "priority",
                  "100",
                ],
                "kind": "exec",
                "where": "node-1",
              },
            ],
            "reversible": true,
            "title": "Take the prohibit policy rule away",
            "widens": [
              {
                "destination": "172.18.0.1",
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

test('is silent where the route is in the pod', () => {
  const found = runRule(
    rule,
    factsByHand([connectionByHand([pathByHand(verdictByHand('unreachable', 1, 'shop/web', blocked), 'EHOSTUNREACH')])]),
  )
  expect(found).toEqual([])
})
