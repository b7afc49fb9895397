// Holds rule docker-user-drops to where it fires and where it stays silent.
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

const drops = { kind: 'rule-drops', rule: 'host#rule/iptables-nft/ip/filter/DOCKER-USER/1', hook: 'forward' } as const
const snapshot = snapshotByHand({
  host: { rulesets: [rulesetByHand({ name: 'DOCKER-USER' }, ['-A DOCKER-USER -p tcp -m tcp --dport 5432 -j DROP'])] },
})

test('fires where a rule in DOCKER-USER drops the request', () => {
  const found = runRule(
    rule,
    factsByHand([connectionByHand([pathByHand(verdictByHand('dropped', 6, 'host', drops), 'timeout')])], snapshot),
  )
  expect(found.map(({ id, at, message }) => ({ id, at, message }))).toMatchInlineSnapshot(`
    [
      {
        "at": {
          "namespace": "host",
          "stage": 6,
        },
        "id": "docker-user-drops/shop/db/5432",
        "message": "Service shop/db port 5432 times out: the firewall of host drops packets from 172.18.0.2 to 172.18.0.1:5432: rule 1 of chain DOCKER-USER (-A DOCKER-USER -p tcp -m tcp --dport 5432 -j DROP). Let this one port through before that rule.",
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
              "DOCKER-USER",
              "--line-numbers",
            ],
            "where": "host",
          },
        ],
        "evidence": [
          {
            "kind": "rule",
            "text": "-A DOCKER-USER -p tcp -m tcp --dport 5432 -j DROP",
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
                  "DOCKER-USER",
                  "1",
                  "-s",
                  "172.18.0.0/16",
                  "-d",
                  "172.18.0.1/32",
                  "-p",
                  "tcp",
                  "--dport",
                  "5432",
                  "-j",
                  "ACCEPT",
                ],
                "kind": "exec",
                "where": "host",
              },
            ],
            "reversible": true,
            "title": "Let tcp port 5432 of 172.18.0.1 through, before the rule that stops it",
            "widens": [
              {
                "destination": "172.18.0.1",
                "port": 5432,
                "source": "172.18.0.0/16",
              },
            ],
          },
        ],
      },
    ]
  `)
})

test("is silent about the host's other chains", () => {
  const found = runRule(
    rule,
    factsByHand(
      [
        connectionByHand([
          pathByHand(
            verdictByHand('dropped', 6, 'host', { ...drops, rule: 'host#rule/iptables-nft/ip/filter/INPUT/1' }),
            'timeout',
          ),
        ]),
      ],
      snapshotByHand({ host: { rulesets: [rulesetByHand({ name: 'INPUT' }, ['-A INPUT -j DROP'])] } }),
    ),
  )
  expect(found).toEqual([])
})
