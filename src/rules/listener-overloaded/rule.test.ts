// Holds rule listener-overloaded to where it fires and where it stays silent.
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

const full = { kind: 'backlog-full', socket: 'host#socket/0' } as const

test("fires where the server's queue is full", () => {
  const found = runRule(
    rule,
    factsByHand(
      [connectionByHand([pathByHand(verdictByHand('dropped', 7, 'host', full), 'timeout')])],
      snapshotByHand({
        host: { sockets: [socketByHand('172.18.0.1', 5432, 'postgres', 812, { length: 129, limit: 128 })] },
      }),
    ),
  )
  expect(found.map(({ id, at, message }) => ({ id, at, message }))).toMatchInlineSnapshot(`
    [
      {
        "at": {
          "namespace": "host",
          "stage": 7,
        },
        "id": "listener-overloaded/shop/db/5432",
        "message": "Service shop/db port 5432 times out: postgres (pid 812) on host listens on 172.18.0.1:5432 and does not accept: 129 connections wait in its queue, which holds 128, so new ones are dropped. Find out what it hangs on, or restart it.",
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
          {
            "argv": [
              "nstat",
              "-az",
              "TcpExtListenOverflows",
              "TcpExtListenDrops",
            ],
            "where": "host",
          },
        ],
        "evidence": [
          {
            "kind": "socket",
            "text": "LISTEN 172.18.0.1:5432 users:(("postgres",pid=812))",
          },
          {
            "kind": "socket",
            "text": "Recv-Q 129 Send-Q 128 172.18.0.1:5432",
          },
        ],
        "fixes": [
          {
            "actions": [
              {
                "kind": "manual",
                "text": "See what process 812 hangs on (a lock, a full disk, no file descriptors left), then restart it.",
                "where": "host",
              },
            ],
            "reversible": false,
            "title": "Restart the server",
            "widens": [],
          },
        ],
      },
    ]
  `)
})

test('is silent where a firewall drops', () => {
  const found = runRule(
    rule,
    factsByHand([
      connectionByHand([
        pathByHand(verdictByHand('dropped', 6, 'host', { kind: 'policy-drops', chain: '', hook: 'input' }), 'timeout'),
      ]),
    ]),
  )
  expect(found).toEqual([])
})
