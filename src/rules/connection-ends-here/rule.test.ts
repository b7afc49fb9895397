// Holds rule connection-ends-here to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import { connectionByHand, factsByHand, pathByHand, verdictByHand } from '../../../test/rules/facts-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import type { NameMeasurement } from '../../model/measurement.ts'
import { connectionEndsHere } from './rule.ts'

const rule = connectionEndsHere([])
const hostHasNoRoute = verdictByHand('unreachable', 6, 'host', {
  kind: 'no-route',
  destination: '192.168.50.20',
  family: 4,
})
const asked: NameMeasurement = {
  from: 'shop/web',
  name: 'db',
  outcome: 'EAI_AGAIN',
  addresses: [],
  delayMs: 5,
  queries: [
    {
      query: 'db.shop.svc.cluster.local.',
      type: 'A',
      server: '10.96.0.10',
      rcode: 'SERVFAIL',
      error: null,
      answers: [],
      authority: [],
      delayMs: 2,
    },
  ],
  again: [],
}

test('fires on a failure that no other rule knows', () => {
  const found = runRule(rule, factsByHand([connectionByHand([pathByHand(hostHasNoRoute, 'ENETUNREACH')])]))
  expect(found.map(({ id, at, message }) => ({ id, at, message }))).toMatchInlineSnapshot(`
    [
      {
        "at": {
          "namespace": "host",
          "stage": 6,
        },
        "id": "connection-ends-here/shop/db/5432",
        "message": "Service shop/db port 5432 fails with ENETUNREACH (Network is unreachable): its packets end on host, where there is no route to 192.168.50.20. Look there first.",
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
              "172.18.0.1",
            ],
            "where": "host",
          },
        ],
        "evidence": [
          {
            "kind": "connection",
            "text": "unreachable at stage 6 on host",
          },
        ],
        "fixes": [],
      },
    ]
  `)
})

test('fires on a name that fails', () => {
  const found = runRule(
    rule,
    factsByHand([
      connectionByHand([pathByHand(hostHasNoRoute, 'ENETUNREACH')], {
        agree: false,
        asked,
        to: { name: 'db', via: null, address: null, port: 5432, protocol: 'tcp' },
      }),
    ]),
  )
  expect(found.map(({ message }) => message)).toMatchInlineSnapshot(`
    [
      "Service shop/db port 5432 cannot be dialled: name db fails with EAI_AGAIN in shop/web. Look at the cluster's DNS and at the Service.",
    ]
  `)
})

test('is silent where the connection works', () => {
  const found = runRule(
    rule,
    factsByHand([
      connectionByHand([
        pathByHand(
          verdictByHand('delivered', 7, 'host', { kind: 'socket-accepts', socket: 'host#socket/0' }),
          'connected',
        ),
      ]),
    ]),
  )
  expect(found).toEqual([])
})

test('is silent on a stray answer to a client whose other questions nobody answers', () => {
  const to = { name: 'db', via: null, address: null, port: 5432, protocol: 'tcp' as const }
  const [question] = asked.queries
  const silent = { ...asked, queries: question ? [{ ...question, rcode: null }] : [] }
  const stray = connectionByHand([], { to, asked: { ...asked, outcome: 'EAI_NONAME' } })
  expect(runRule(rule, factsByHand([stray]))).toHaveLength(1)
  expect(runRule(rule, factsByHand([connectionByHand([], { to, asked: silent }), stray]))).toEqual([])
})
