// Holds rule host-firewall-drops to where it fires and where it stays silent.
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

const drops = { kind: 'rule-drops', rule: 'host#rule/iptables-nft/ip/filter/INPUT/1', hook: 'input' } as const
const snapshot = snapshotByHand({
  host: { rulesets: [rulesetByHand({ name: 'INPUT' }, ['-A INPUT -p tcp -m tcp --dport 5432 -j DROP'])] },
})

test('fires where a rule of the host drops the request', () => {
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
        "id": "host-firewall-drops/shop/db/5432",
        "message": "Service shop/db port 5432 times out: the firewall of host drops packets from 172.18.0.2 to 172.18.0.1:5432: rule 1 of chain INPUT (-A INPUT -p tcp -m tcp --dport 5432 -j DROP). Let this one port through before that rule.",
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
            "text": "-A INPUT -p tcp -m tcp --dport 5432 -j DROP",
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
                  "INPUT",
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

test("fires where a chain's policy drops the request, and knows ufw", () => {
  const found = runRule(
    rule,
    factsByHand(
      [
        connectionByHand([
          pathByHand(
            verdictByHand('dropped', 6, 'host', {
              kind: 'policy-drops',
              chain: 'host#chain/iptables-nft/ip/filter/INPUT',
              hook: 'input',
            }),
            'timeout',
          ),
        ]),
      ],
      snapshotByHand({
        host: {
          ...snapshotByHand().namespaces[2],
          rulesets: [
            rulesetByHand({ name: 'INPUT', policy: 'drop' }, []),
            rulesetByHand({ name: 'ufw-user-input' }, []),
          ],
        },
      }),
    ),
  )
  expect(found.map(({ id, at, message }) => ({ id, at, message }))).toMatchInlineSnapshot(`
    [
      {
        "at": {
          "namespace": "host",
          "stage": 6,
        },
        "id": "host-firewall-drops/shop/db/5432",
        "message": "Service shop/db port 5432 times out: the firewall of host drops packets from 172.18.0.2 to 172.18.0.1:5432: the policy of chain INPUT (-P INPUT DROP). Let this one port through before that rule.",
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
            "kind": "chain",
            "text": "-P INPUT DROP",
          },
        ],
        "fixes": [
          {
            "actions": [
              {
                "argv": [
                  "ufw",
                  "allow",
                  "in",
                  "on",
                  "br-kind",
                  "from",
                  "172.18.0.0/16",
                  "to",
                  "172.18.0.1",
                  "port",
                  "5432",
                  "proto",
                  "tcp",
                ],
                "kind": "exec",
                "where": "host",
              },
            ],
            "reversible": true,
            "title": "Allow it in ufw",
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

test("is silent about Docker's own rules", () => {
  const found = runRule(
    rule,
    factsByHand(
      [
        connectionByHand([
          pathByHand(
            verdictByHand('dropped', 6, 'host', {
              ...drops,
              rule: 'host#rule/iptables-nft/ip/filter/DOCKER-ISOLATION-STAGE-2/1',
            }),
            'timeout',
          ),
        ]),
      ],
      snapshotByHand({
        host: {
          rulesets: [
            rulesetByHand({ name: 'DOCKER-ISOLATION-STAGE-2' }, ['-A DOCKER-ISOLATION-STAGE-2 -o br-apps -j DROP']),
          ],
        },
      }),
    ),
  )
  expect(found).toEqual([])
})

test('is silent where the host rejects it', () => {
  const found = runRule(
    rule,
    factsByHand(
      [
        connectionByHand([
          pathByHand(
            verdictByHand('rejected', 6, 'host', { ...drops, kind: 'rule-rejects', with: 'tcp-reset' }),
            'ECONNREFUSED',
          ),
        ]),
      ],
      snapshot,
    ),
  )
  expect(found).toEqual([])
})
