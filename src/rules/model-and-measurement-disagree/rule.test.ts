// Holds rule model-and-measurement-disagree to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import { connectionByHand, factsByHand, pathByHand, verdictByHand } from '../../../test/rules/facts-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import type { Measurement, Outcome } from '../../model/measurement.ts'
import { rule } from './rule.ts'

const works = pathByHand(
  verdictByHand('delivered', 7, 'host', { kind: 'socket-accepts', socket: 'host#socket/0' }),
  'connected',
)
const fails = pathByHand(
  verdictByHand('unreachable', 5, 'node-1', { kind: 'no-route', destination: '172.18.0.1', family: 4 }),
  'ENETUNREACH',
)
const measured = (outcome: Outcome): Measurement => ({
  from: 'shop/web',
  to: { address: '172.18.0.1', port: 5432, protocol: 'tcp' },
  status: 'run',
  why: null,
  outcome,
  delayMs: 5000.4,
  attempts: [{ outcome, delayMs: 5000.4 }],
  sourcePorts: [],
})

test('fires where the facts say that it works and a real client fails', () => {
  const found = runRule(
    rule,
    factsByHand([connectionByHand([works], { agree: false, measurement: measured('timeout') })]),
  )
  expect(found.map(({ id, at, message }) => ({ id, at, message }))).toMatchInlineSnapshot(`
    [
      {
        "at": {
          "namespace": "host",
          "stage": 7,
        },
        "id": "model-and-measurement-disagree/shop/db/5432",
        "message": "Service shop/db port 5432 times out for a real client in shop/web, but the facts say that it works. Something that was not read decides, or the network changed meanwhile: look again, then look at each hop by hand.",
      },
    ]
  `)
  expect(found.map(({ evidence, checks, fixes }) => ({ evidence, checks, fixes }))).toMatchInlineSnapshot(`
    [
      {
        "checks": [
          {
            "argv": [
              "nc",
              "-vz",
              "-w",
              "5",
              "10.96.0.20",
              "5432",
            ],
            "where": "shop/web",
          },
        ],
        "evidence": [
          {
            "kind": "connection",
            "text": "measured: 10.96.0.20:5432 timeout (timeout after 5000 ms)",
          },
          {
            "kind": "connection",
            "text": "model: 10.96.0.20:5432 connected (0 ms to 200 ms)",
          },
        ],
        "fixes": [],
      },
    ]
  `)
})

test('is a warning where a real client gets through all the same', () => {
  const found = runRule(
    rule,
    factsByHand([connectionByHand([fails], { agree: false, measurement: measured('connected') })]),
  )
  expect(found.map(({ severity }) => severity)).toEqual(['warning'])
  expect(found.map(({ message }) => message)).toMatchInlineSnapshot(`
    [
      "Service shop/db port 5432 is reached for a real client in shop/web, but by the facts it fails with ENETUNREACH (Network is unreachable), for there is no route to 172.18.0.1 on node-1. Something that was not read decides, or the network changed meanwhile: look again, then look at each hop by hand.",
    ]
  `)
})

test('is silent where both agree', () => {
  const found = runRule(
    rule,
    factsByHand([connectionByHand([fails], { agree: true, measurement: measured('ENETUNREACH') })]),
  )
  expect(found).toEqual([])
})
