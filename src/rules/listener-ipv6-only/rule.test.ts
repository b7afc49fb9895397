// Holds rule listener-ipv6-only to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import {
  connectionByHand,
  factsByHand,
  pathByHand,
  snapshotByHand,
  socketByHand,
  verdictByHand,
} from '../../../test/rules/facts-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import { rule } from './rule.ts'

const nobody = { kind: 'nothing-listens', address: '172.18.0.1', port: 5432, others: ['host#socket/0'] } as const
const refused = pathByHand(verdictByHand('refused', 7, 'host', nobody), 'ECONNREFUSED')
const listening = (...addresses: string[]) =>
  snapshotByHand({
    host: {
      ...snapshotByHand().namespaces[2],
      sockets: addresses.map((address) => socketByHand(address, 5432, 'postgres', 812)),
    },
  })

test('fires where the server takes IPv6 alone and the client comes by IPv4', () => {
  const found = runRule(rule, factsByHand([connectionByHand([refused])], listening('::')))
  expect(found.map(({ id, at, message }) => ({ id, at, message }))).toMatchInlineSnapshot(`
    [
      {
        "at": {
          "namespace": "host",
          "stage": 7,
        },
        "id": "listener-ipv6-only/shop/db/5432",
        "message": "Service shop/db port 5432 is refused: postgres (pid 812) on host listens on [::]:5432 only, which takes IPv6 alone, and pods arrive by IPv4 at 172.18.0.1. Let it listen on 172.18.0.1 too.",
      },
    ]
  `)
  expect(found.map(({ evidence, checks, fixes }) => ({ evidence, checks, fixes }))).toMatchInlineSnapshot(`
    [
      {
        "checks": [
          {
            "argv": [
              "ss",
              "-ltnp",
              "sport",
              "=",
              ":5432",
            ],
            "where": "host",
          },
        ],
        "evidence": [
          {
            "kind": "socket",
            "text": "LISTEN [::]:5432 users:(("postgres",pid=812))",
          },
        ],
        "fixes": [
          {
            "actions": [
              {
                "kind": "manual",
                "text": "In postgresql.conf set listen_addresses = 'localhost,172.18.0.1', then restart postgres.",
                "where": "host",
              },
            ],
            "reversible": true,
            "title": "Let the server listen on 172.18.0.1 too",
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

test('is silent where it listens on the IPv4 loopback', () => {
  const found = runRule(rule, factsByHand([connectionByHand([refused])], listening('127.0.0.1')))
  expect(found).toEqual([])
})
