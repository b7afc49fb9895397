// Holds rule node-firewall-rejects to where it fires and where it stays silent.
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
  with: 'admin-prohibited',
  rule: 'node-1#rule/iptables-nft/ip/filter/FORWARD/1',
  hook: 'forward',
} as const
const snapshot = snapshotByHand({
  'node-1': {
    rulesets: [
      rulesetByHand({ name: 'FORWARD' }, [
        '-A FORWARD -p tcp -m tcp --dport 5432 -j REJECT --reject-with icmp-admin-prohibited',
      ]),
    ],
  },
})

test('fires where a rule of the node rejects the request', () => {
  const found = runRule(
    rule,
    factsByHand(
      [connectionByHand([pathByHand(verdictByHand('rejected', 4, 'node-1', rejects), 'EHOSTUNREACH')])],
      snapshot,
    ),
  )
  expect(found.map(({ id, at, message }) => ({ id, at, message }))).toMatchInlineSnapshot(`
    [
      {
        "at": {
          "namespace": "node-1",
          "stage": 4,
        },
        "id": "node-firewall-rejects/shop/db/5432",
        "message": "Service shop/db port 5432 fails with EHOSTUNREACH (No route to host): the firewall of node-1 rejects packets from 172.18.0.2 to 172.18.0.1:5432, answering ICMP admin-prohibited: rule 1 of chain FORWARD (-A FORWARD -p tcp -m tcp --dport 5432 -j REJECT --reject-with icmp-admin-prohibited). Let this one port through before that rule.",
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
              "FORWARD",
              "--line-numbers",
            ],
            "where": "node-1",
          },
        ],
        "evidence": [
          {
            "kind": "rule",
            "text": "-A FORWARD -p tcp -m tcp --dport 5432 -j REJECT --reject-with icmp-admin-prohibited",
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
                  "FORWARD",
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
                "where": "node-1",
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

test('is silent where kube-proxy rejects a Service without endpoints', () => {
  const found = runRule(
    rule,
    factsByHand(
      [
        connectionByHand([
          pathByHand(
            verdictByHand('rejected', 4, 'node-1', {
              ...rejects,
              rule: 'node-1#rule/iptables-nft/ip/filter/KUBE-SERVICES/1',
            }),
            'ECONNREFUSED',
          ),
        ]),
      ],
      snapshotByHand({
        'node-1': {
          rulesets: [
            rulesetByHand({ name: 'KUBE-SERVICES' }, [
              '-A KUBE-SERVICES -d 10.96.0.20/32 -p tcp -m comment --comment "shop/db has no endpoints" -j REJECT --reject-with icmp-port-unreachable',
            ]),
          ],
        },
      }),
    ),
  )
  expect(found).toEqual([])
})
