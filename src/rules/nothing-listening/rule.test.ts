// Holds rule nothing-listening to where it fires and where it stays silent.
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

const nobody = { kind: 'nothing-listens', address: '172.18.0.1', port: 5432, others: [] } as const
const refused = pathByHand(verdictByHand('refused', 7, 'host', nobody), 'ECONNREFUSED')
const listening = (...addresses: string[]) =>
  snapshotByHand({
    host: {
      ...snapshotByHand().namespaces[2],
      sockets: addresses.map((address) => socketByHand(address, 5432, 'postgres', 812)),
    },
  })

test('fires where no socket is on the port, and names what else would answer', () => {
  const found = runRule(
    rule,
    factsByHand(
      [connectionByHand([refused])],
      snapshotByHand({ host: { sockets: [socketByHand('0.0.0.0', 5433, 'postgres', 812)] } }),
    ),
  )
  expect(found.map(({ id, at, message }) => ({ id, at, message }))).toMatchInlineSnapshot(`
    [
      {
        "at": {
          "namespace": "host",
          "stage": 7,
        },
        "id": "nothing-listening/shop/db/5432",
        "message": "Service shop/db port 5432 is refused: nothing on host listens on tcp port 5432. There it would find postgres (pid 812) on 0.0.0.0:5433. Start the server, or correct the port in the Service and its EndpointSlice.",
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
            "text": "no LISTEN socket on 172.18.0.1:5432",
          },
        ],
        "fixes": [
          {
            "actions": [
              {
                "kind": "manual",
                "text": "Start the server that should listen on 172.18.0.1:5432.",
                "where": "host",
              },
            ],
            "reversible": true,
            "title": "Start the server",
            "widens": [],
          },
        ],
      },
    ]
  `)
})

test('is silent where a socket listens on loopback', () => {
  const found = runRule(
    rule,
    factsByHand(
      [
        connectionByHand([
          pathByHand(verdictByHand('refused', 7, 'host', { ...nobody, others: ['host#socket/0'] }), 'ECONNREFUSED'),
        ]),
      ],
      listening('127.0.0.1'),
    ),
  )
  expect(found).toEqual([])
})
