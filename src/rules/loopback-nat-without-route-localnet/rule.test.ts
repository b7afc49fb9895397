// Holds rule loopback-nat-without-route-localnet to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import {
  arrivedAtHost,
  connectionByHand,
  factsByHand,
  pathByHand,
  rulesetByHand,
  snapshotByHand,
  verdictByHand,
} from '../../../test/rules/facts-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import { rule } from './rule.ts'

const refused = {
  kind: 'loopback-without-route-localnet',
  address: '127.0.0.1',
  link: 'br-kind',
  sysctl: 'host#sysctl/net.ipv4.conf.br-kind.route_localnet',
} as const
const dnat = '-A PREROUTING -p tcp -m tcp --dport 5432 -j DNAT --to-destination 127.0.0.1:5432'
const rule0 = 'host#rule/iptables-nft/ip/nat/PREROUTING/1'
const hops = [
  {
    id: 1,
    stage: 6 as const,
    namespace: 'host',
    link: 'br-kind',
    steps: [
      {
        kind: 'nat' as const,
        fact: rule0,
        before: arrivedAtHost,
        after: { ...arrivedAtHost, destination: '127.0.0.1' },
      },
    ],
  },
]

test('fires where a NAT rule leads to 127.0.0.1', () => {
  const found = runRule(
    rule,
    factsByHand(
      [connectionByHand([pathByHand(verdictByHand('dropped', 6, 'host', refused), 'timeout', { hops })])],
      snapshotByHand({
        host: {
          sysctls: { 'net.ipv4.conf.br-kind.route_localnet': '0' },
          rulesets: [rulesetByHand({ name: 'PREROUTING', table: 'nat' }, [dnat])],
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
        "id": "loopback-nat-without-route-localnet/shop/db/5432",
        "message": "Service shop/db port 5432 times out: a NAT rule of host sends what comes in by br-kind to 127.0.0.1, and the kernel takes no packets from outside for loopback addresses while net.ipv4.conf.br-kind.route_localnet is 0. Send them to an address of host on which the server listens, or set the sysctl for this link alone.",
      },
    ]
  `)
  expect(found.map(({ evidence, checks, fixes }) => ({ evidence, checks, fixes }))).toMatchInlineSnapshot(`
    [
      {
        "checks": [
          {
            "argv": [
              "sysctl",
              "net.ipv4.conf.br-kind.route_localnet",
            ],
            "where": "host",
          },
          {
            "argv": [
              "iptables",
              "-t",
              "nat",
              "-S",
            ],
            "where": "host",
          },
        ],
        "evidence": [
          {
            "kind": "sysctl",
            "text": "net.ipv4.conf.br-kind.route_localnet = 0",
          },
          {
            "kind": "rule",
            "text": "-t nat -A PREROUTING -p tcp -m tcp --dport 5432 -j DNAT --to-destination 127.0.0.1:5432",
          },
        ],
        "fixes": [
          {
            "actions": [
              {
                "argv": [
                  "sysctl",
                  "-w",
                  "net.ipv4.conf.br-kind.route_localnet=1",
                ],
                "kind": "exec",
                "where": "host",
              },
            ],
            "reversible": true,
            "title": "Let packets of br-kind reach loopback addresses",
            "widens": [
              {
                "destination": "127.0.0.0/8",
                "port": null,
                "source": "whoever reaches host by br-kind",
              },
            ],
          },
        ],
      },
    ]
  `)
})

test('is silent where the server listens on 127.0.0.1 and nothing translates', () => {
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
