// Holds rule host-firewall-rejects to where it fires and where it stays silent.
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

const rejects = {
  kind: 'rule-rejects',
  rule: 'host#rule/nft/inet/firewalld/filter_INPUT/1',
  hook: 'input',
  with: 'admin-prohibited',
} as const
const snapshot = snapshotByHand({
  host: {
    ...snapshotByHand().namespaces[2],
    rulesets: [
      rulesetByHand({ backend: 'nft', table: 'firewalld', name: 'filter_INPUT', policy: 'accept' }, [
        'reject with icmpx admin-prohibited',
      ]),
    ],
  },
})

test("fires where firewalld rejects the request, and offers firewalld's own command first", () => {
  const found = runRule(
    rule,
    factsByHand(
      [connectionByHand([pathByHand(verdictByHand('rejected', 6, 'host', rejects), 'EHOSTUNREACH')])],
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
        "id": "host-firewall-rejects/shop/db/5432",
        "message": "Service shop/db port 5432 fails with EHOSTUNREACH (No route to host): the firewall of host rejects packets from 172.18.0.2 to 172.18.0.1:5432, answering ICMP admin-prohibited: rule 1 of chain filter_INPUT of table firewalld (inet firewalld filter_INPUT: reject with icmpx admin-prohibited). Let this one port through before that rule.",
      },
    ]
  `)
  expect(found.map(({ evidence, checks, fixes }) => ({ evidence, checks, fixes }))).toMatchInlineSnapshot(`
    [
      {
        "checks": [
          {
            "argv": [
              "nft",
              "-a",
              "list",
              "chain",
              "inet",
              "firewalld",
              "filter_INPUT",
            ],
            "where": "host",
          },
        ],
        "evidence": [
          {
            "kind": "rule",
            "text": "inet firewalld filter_INPUT: reject with icmpx admin-prohibited",
          },
        ],
        "fixes": [
          {
            "actions": [
              {
                "argv": [
                  "firewall-cmd",
                  "--add-rich-rule=rule family="ipv4" source address="172.18.0.0/16" destination address="172.18.0.1" port port="5432" protocol="tcp" accept",
                ],
                "kind": "exec",
                "where": "host",
              },
            ],
            "reversible": true,
            "title": "Allow it in firewalld",
            "widens": [
              {
                "destination": "172.18.0.1",
                "port": 5432,
                "source": "172.18.0.0/16",
              },
            ],
          },
          {
            "actions": [
              {
                "argv": [
                  "nft",
                  "insert",
                  "rule",
                  "inet",
                  "firewalld",
                  "filter_INPUT",
                  "position",
                  "10",
                  "ip",
                  "saddr",
                  "172.18.0.0/16",
                  "ip",
                  "daddr",
                  "172.18.0.1",
                  "tcp",
                  "dport",
                  "5432",
                  "accept",
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

test('is silent where nothing listens, which looks the same as a reset', () => {
  const found = runRule(
    rule,
    factsByHand([
      connectionByHand([
        pathByHand(
          verdictByHand('refused', 7, 'host', {
            kind: 'nothing-listens',
            address: '172.18.0.1',
            port: 5432,
            others: [],
          }),
          'ECONNREFUSED',
        ),
      ]),
    ]),
  )
  expect(found).toEqual([])
})
