// Holds rule host-firewall-allows-wrong-source to where it fires and where it stays silent.
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
import type { FieldName, Statement, Value } from '../../model/ruleset.ts'
import { rule } from './rule.ts'

const allows = (network: string, port: string) => ({
  text: `-A INPUT -s ${network} -p tcp -m tcp --dport ${port} -j ACCEPT`,
  statements: [
    compare('ip.source', { kind: 'prefix', prefix: network }),
    compare('port.destination', { kind: 'exact', value: port }),
    { kind: 'verdict', verdict: { kind: 'accept' } },
  ] satisfies Statement[],
})
const dropped = { kind: 'policy-drops', chain: 'host#chain/iptables-nft/ip/filter/INPUT', hook: 'input' } as const
const firewall = (rule: ReturnType<typeof allows>) =>
  snapshotByHand({ host: { rulesets: [rulesetByHand({ name: 'INPUT', policy: 'drop' }, [rule])] } })

function compare(name: FieldName, value: Value): Statement {
  return {
    kind: 'match',
    match: {
      kind: 'compare',
      fields: [{ name, mask: null }],
      negated: false,
      values: { kind: 'inline', elements: [[value]] },
    },
  }
}

test('fires where a rule allows the port to a network that the packets do not come from', () => {
  const found = runRule(
    rule,
    factsByHand(
      [connectionByHand([pathByHand(verdictByHand('dropped', 6, 'host', dropped), 'timeout')])],
      firewall(allows('172.17.0.0/16', '5432')),
    ),
  )
  expect(found.map(({ id, at, message }) => ({ id, at, message }))).toMatchInlineSnapshot(`
    [
      {
        "at": {
          "namespace": "host",
          "stage": 6,
        },
        "id": "host-firewall-allows-wrong-source/shop/db/5432",
        "message": "Service shop/db port 5432 times out: the firewall of host allows port 5432 from another source (-A INPUT -s 172.17.0.0/16 -p tcp -m tcp --dport 5432 -j ACCEPT), but packets of pods come from 172.18.0.2, the node's address: the policy of chain INPUT (-P INPUT DROP) stops them. Allow the network that they come from.",
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
              "INPUT",
              "--line-numbers",
            ],
            "where": "host",
          },
        ],
        "evidence": [
          {
            "kind": "rule",
            "text": "-A INPUT -s 172.17.0.0/16 -p tcp -m tcp --dport 5432 -j ACCEPT",
          },
          {
            "kind": "chain",
            "text": "-P INPUT DROP",
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
                  "-A",
                  "INPUT",
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

test('is silent where the rule is for another port', () => {
  const found = runRule(
    rule,
    factsByHand(
      [connectionByHand([pathByHand(verdictByHand('dropped', 6, 'host', dropped), 'timeout')])],
      firewall(allows('172.17.0.0/16', '5433')),
    ),
  )
  expect(found).toEqual([])
})
