// Holds rule reverse-path-filter to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import {
  arrivedAtHost,
  connectionByHand,
  factsByHand,
  pathByHand,
  snapshotByHand,
  verdictByHand,
} from '../../../test/rules/facts-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import { rule } from './rule.ts'

const refused = {
  kind: 'reverse-path-filter',
  link: 'br-kind',
  source: '172.18.0.2',
  mode: 'strict',
  sysctl: 'host#sysctl/net.ipv4.conf.br-kind.rp_filter',
  wayBack: 'br-apps',
} as const
const strict = {
  host: {
    ...snapshotByHand().namespaces.find(({ name }) => name === 'host'),
    sysctls: { 'net.ipv4.conf.br-kind.rp_filter': '1' },
  },
}

test('fires where the way back is another link', () => {
  const found = runRule(
    rule,
    factsByHand(
      [connectionByHand([pathByHand(verdictByHand('dropped', 6, 'host', refused), 'timeout')])],
      snapshotByHand(strict),
    ),
  )
  expect(found.map(({ id, at, message }) => ({ id, at, message }))).toMatchInlineSnapshot(`
    [
      {
        "at": {
          "namespace": "host",
          "stage": 6,
        },
        "id": "reverse-path-filter/shop/db/5432",
        "message": "Service shop/db port 5432 times out: host refuses packets from 172.18.0.2 on br-kind: it would answer it by br-apps, and its reverse-path filter is strict. Make the way back the same as the way there, or set the filter of this link to loose.",
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
              "172.18.0.2",
            ],
            "where": "host",
          },
          {
            "argv": [
              "sysctl",
              "net.ipv4.conf.all.rp_filter",
              "net.ipv4.conf.br-kind.rp_filter",
            ],
            "where": "host",
          },
          {
            "argv": [
              "nstat",
              "-az",
              "TcpExtIPReversePathFilter",
            ],
            "where": "host",
          },
        ],
        "evidence": [
          {
            "kind": "sysctl",
            "text": "net.ipv4.conf.br-kind.rp_filter = 1",
          },
        ],
        "fixes": [
          {
            "actions": [
              {
                "argv": [
                  "sysctl",
                  "-w",
                  "net.ipv4.conf.br-kind.rp_filter=2",
                ],
                "kind": "exec",
                "where": "host",
              },
            ],
            "reversible": true,
            "title": "Set the reverse-path filter of br-kind to loose",
            "widens": [
              {
                "destination": "host",
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

test("fires where the filter refuses the node's ARP request", () => {
  const found = runRule(
    rule,
    factsByHand(
      [
        connectionByHand([
          pathByHand(
            verdictByHand('unreachable', 5, 'node-1', {
              kind: 'neighbour-unanswered',
              address: '172.18.0.1',
              link: 'eth0',
              asGateway: false,
              route: null,
              silent: 'host',
              remembered: null,
            }),
            'EHOSTUNREACH',
          ),
        ]),
      ],
      snapshotByHand(strict),
    ),
  )
  expect(found.map(({ message }) => message)).toMatchInlineSnapshot(`
    [
      "Service shop/db port 5432 fails with EHOSTUNREACH (No route to host): host refuses packets from 172.18.0.2 on br-kind: it would answer it by another link, and its reverse-path filter is strict. Make the way back the same as the way there, or set the filter of this link to loose.",
    ]
  `)
})

test("is silent where it refuses a pod's own address, which should have been masqueraded", () => {
  const found = runRule(
    rule,
    factsByHand([
      connectionByHand([
        pathByHand(verdictByHand('dropped', 6, 'host', { ...refused, source: '10.244.1.10' }), 'timeout', {
          arrived: { ...arrivedAtHost, source: '10.244.1.10' },
        }),
      ]),
    ]),
  )
  expect(found).toEqual([])
})

test('does not advise a loose filter where that is what refuses: there is no way back at all', () => {
  const loose = { ...refused, mode: 'loose', wayBack: null } as const
  const path = pathByHand(verdictByHand('dropped', 6, 'host', loose), 'timeout')
  const found = runRule(rule, factsByHand([connectionByHand([path])], snapshotByHand(strict)))
  expect(found.map(({ message, fixes }) => ({ message, fixes }))).toEqual([
    {
      message:
        'Service shop/db port 5432 times out: host refuses packets from 172.18.0.2 on br-kind: it has no route back to it, and its reverse-path filter is loose. Give it a route back, or masquerade before the packet gets there.',
      fixes: [],
    },
  ])
})
