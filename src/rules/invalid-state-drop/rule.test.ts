// Holds rule invalid-state-drop to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import {
  connectionByHand,
  factsByHand,
  pathByHand,
  rulesetByHand,
  snapshotByHand,
  verdictByHand,
} from '../../../test/rules/facts-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import { rule } from './rule.ts'

const invalid = { kind: 'invalid-state', rule: 'host#rule/iptables-nft/ip/filter/OUTPUT/1' } as const
const snapshot = snapshotByHand({
  host: { rulesets: [rulesetByHand({ name: 'OUTPUT' }, ['-A OUTPUT -m conntrack --ctstate INVALID -j DROP'])] },
})
const accepted = verdictByHand('delivered', 7, 'host', { kind: 'socket-accepts', socket: 'host#socket/0' })

test('fires where a rule drops a reply that connection tracking calls INVALID', () => {
  const found = runRule(
    rule,
    factsByHand(
      [
        connectionByHand([
          pathByHand(accepted, 'timeout', {
            reply: { hops: [], verdict: verdictByHand('dropped', 6, 'host', invalid) },
          }),
        ]),
      ],
      snapshot,
    ),
  )
  expect(found.map(({ id, at, message }) => ({ id, at, message }))).toMatchInlineSnapshot(`
    [
      {
        "at": {
          "namespace": "host",
          "stage": 6,
        },
        "id": "invalid-state-drop/shop/db/5432",
        "message": "Service shop/db port 5432 times out: connection tracking of host never saw the first packet of this connection, calls the reply INVALID, and a rule drops that: -A OUTPUT -m conntrack --ctstate INVALID -j DROP. Let both directions take the same way, and track both.",
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
              "filter",
              "-nvL",
              "OUTPUT",
              "--line-numbers",
            ],
            "where": "host",
          },
          {
            "argv": [
              "iptables",
              "-t",
              "raw",
              "-nvL",
            ],
            "where": "host",
          },
        ],
        "evidence": [
          {
            "kind": "rule",
            "text": "-A OUTPUT -m conntrack --ctstate INVALID -j DROP",
          },
        ],
        "fixes": [
          {
            "actions": [
              {
                "kind": "manual",
                "text": "Take away the NOTRACK rule that hides one direction, or route both directions through this machine.",
                "where": "host",
              },
            ],
            "reversible": true,
            "title": "Track both directions",
            "widens": [],
          },
        ],
      },
    ]
  `)
})

test('is silent where a rule drops the reply for another reason', () => {
  const found = runRule(
    rule,
    factsByHand(
      [
        connectionByHand([
          pathByHand(accepted, 'timeout', {
            reply: {
              hops: [],
              verdict: verdictByHand('dropped', 6, 'host', { kind: 'rule-drops', rule: invalid.rule, hook: 'output' }),
            },
          }),
        ]),
      ],
      snapshot,
    ),
  )
  expect(found).toEqual([])
})
