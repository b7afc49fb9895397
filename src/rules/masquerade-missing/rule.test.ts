// Holds rule masquerade-missing to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import {
  arrivedAtHost,
  connectionByHand,
  factsByHand,
  pathByHand,
  verdictByHand,
} from '../../../test/rules/facts-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import { rule } from './rule.ts'

const bare = { ...arrivedAtHost, source: '10.244.1.10' }
const accepted = verdictByHand('delivered', 7, 'host', { kind: 'socket-accepts', socket: 'host#socket/0' })
const lost = {
  hops: [],
  verdict: verdictByHand('unreachable', 6, 'host', { kind: 'no-route', destination: '10.244.1.10', family: 4 }),
}

test("fires where the reply to a pod's own address has no way back", () => {
  const found = runRule(
    rule,
    factsByHand([connectionByHand([pathByHand(accepted, 'timeout', { arrived: bare, reply: lost })])]),
  )
  expect(found.map(({ id, at, message }) => ({ id, at, message }))).toMatchInlineSnapshot(`
    [
      {
        "at": {
          "namespace": "node-1",
          "stage": 4,
        },
        "id": "masquerade-missing/shop/db/5432",
        "message": "Service shop/db port 5432 times out: node node-1 sends the packets of its pods on with the pod's own address 10.244.1.10, and host has no way back to it. Let the node put its own address in their place (masquerade), or give host a route to the pods.",
      },
    ]
  `)
  expect(found.map(({ evidence, checks, fixes }) => ({ evidence, checks, fixes }))).toMatchInlineSnapshot(`
    [
      {
        "checks": [
          {
            "argv": [
              "iptables",
              "-t",
              "nat",
              "-nvL",
              "POSTROUTING",
            ],
            "where": "node-1",
          },
          {
            "argv": [
              "ip",
              "route",
              "get",
              "10.244.1.10",
            ],
            "where": "host",
          },
        ],
        "evidence": [
          {
            "kind": "connection",
            "text": "pods of 10.244.0.0/16 leave node-1 untranslated",
          },
          {
            "kind": "connection",
            "text": "10.244.1.10 → 172.18.0.1 leaves node-1 untranslated",
          },
        ],
        "fixes": [
          {
            "actions": [
              {
                "argv": [
                  "iptables",
                  "-t",
                  "nat",
                  "-A",
                  "POSTROUTING",
                  "-s",
                  "10.244.1.10/32",
                  "-d",
                  "172.18.0.1/32",
                  "-j",
                  "MASQUERADE",
                ],
                "kind": "exec",
                "where": "node-1",
              },
            ],
            "reversible": true,
            "title": "Masquerade what goes to this one address",
            "widens": [],
          },
        ],
      },
    ]
  `)
})

test('is silent where the request came masqueraded', () => {
  const found = runRule(rule, factsByHand([connectionByHand([pathByHand(accepted, 'timeout', { reply: lost })])]))
  expect(found).toEqual([])
})

test("is silent where a firewall drops the reply to a pod's own address", () => {
  const found = runRule(
    rule,
    factsByHand([
      connectionByHand([
        pathByHand(accepted, 'timeout', {
          arrived: bare,
          reply: {
            hops: [],
            verdict: verdictByHand('dropped', 6, 'host', {
              kind: 'policy-drops',
              chain: 'host#chain/iptables-nft/ip/filter/OUTPUT',
              hook: 'output',
            }),
          },
        }),
      ]),
    ]),
  )
  expect(found).toEqual([])
})
