// Holds rule reply-dropped to where it fires and where it stays silent.
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

const accepted = verdictByHand('delivered', 7, 'host', { kind: 'socket-accepts', socket: 'host#socket/0' })
const drops = { kind: 'rule-drops', rule: 'host#rule/iptables-nft/ip/filter/OUTPUT/1', hook: 'output' } as const
const snapshot = snapshotByHand({
  host: { rulesets: [rulesetByHand({ name: 'OUTPUT' }, ['-A OUTPUT -p tcp -m tcp --sport 5432 -j DROP'])] },
})

test('fires where a firewall drops the reply', () => {
  const found = runRule(
    rule,
    factsByHand(
      [
        connectionByHand([
          pathByHand(accepted, 'timeout', { reply: { hops: [], verdict: verdictByHand('dropped', 6, 'host', drops) } }),
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
        "id": "reply-dropped/shop/db/5432",
        "message": "Service shop/db port 5432 times out: the request reaches host, but the firewall of host stops the reply from 172.18.0.1: rule 1 of chain OUTPUT (-A OUTPUT -p tcp -m tcp --sport 5432 -j DROP). Let replies of established connections through before that rule.",
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
              "ss",
              "-tn",
              "state",
              "syn-recv",
            ],
            "where": "host",
          },
        ],
        "evidence": [
          {
            "kind": "rule",
            "text": "-A OUTPUT -p tcp -m tcp --sport 5432 -j DROP",
          },
        ],
        "fixes": [
          {
            "actions": [
              {
                "argv": [
                  "iptables",
                  "-t",
                  "filter",
                  "-I",
                  "OUTPUT",
                  "1",
                  "-s",
                  "172.18.0.1/32",
                  "-p",
                  "tcp",
                  "--sport",
                  "5432",
                  "-m",
                  "conntrack",
                  "--ctstate",
                  "ESTABLISHED,RELATED",
                  "-j",
                  "ACCEPT",
                ],
                "kind": "exec",
                "where": "host",
              },
            ],
            "reversible": true,
            "title": "Let the replies of tcp port 5432 of 172.18.0.1 through, before the rule that stops them",
            "widens": [],
          },
        ],
      },
    ]
  `)
})

test('is silent where it drops the request', () => {
  const found = runRule(
    rule,
    factsByHand([connectionByHand([pathByHand(verdictByHand('dropped', 6, 'host', drops), 'timeout')])], snapshot),
  )
  expect(found).toEqual([])
})
