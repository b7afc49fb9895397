// Holds rule beyond-this-machine to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import { connectionByHand, factsByHand, pathByHand, verdictByHand } from '../../../test/rules/facts-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import type { Measurement, Outcome } from '../../model/measurement.ts'
import { rule } from './rule.ts'

const left = pathByHand(verdictByHand('undetermined', 6, 'host', { kind: 'left-by-uplink', link: 'eth0' }), null)
const measured = (outcome: Outcome): Measurement => ({
  from: 'shop/web',
  to: { address: '172.18.0.1', port: 5432, protocol: 'tcp' },
  status: 'run',
  why: null,
  outcome,
  delayMs: 5000,
  attempts: [],
  sourcePorts: [],
})

test('fires where packets leave this machine and no answer comes', () => {
  const found = runRule(rule, factsByHand([connectionByHand([left], { measurement: measured('timeout') })]))
  expect(found.map(({ id, at, message }) => ({ id, at, message }))).toMatchInlineSnapshot(`
    [
      {
        "at": {
          "namespace": "host",
          "stage": 6,
        },
        "id": "beyond-this-machine/shop/db/5432",
        "message": "Service shop/db port 5432 times out: its packets leave host by eth0 as they should, from 172.18.0.2 to 172.18.0.1:5432, and what happens there cannot be seen from here. Look at the other machine: is it on, does it listen, does its firewall let 172.18.0.2 in?",
      },
    ]
  `)
  expect(found.map(({ evidence, checks, fixes }) => ({ evidence, checks, fixes }))).toMatchInlineSnapshot(`
    [
      {
        "checks": [
          {
            "argv": [
              "tcpdump",
              "-ni",
              "eth0",
              "host",
              "172.18.0.1",
              "and",
              "port",
              "5432",
            ],
            "where": "host",
          },
          {
            "argv": [
              "ping",
              "-c",
              "1",
              "-W",
              "2",
              "172.18.0.1",
            ],
            "where": "host",
          },
        ],
        "evidence": [
          {
            "kind": "link",
            "text": "packets for 172.18.0.1 leave host by eth0",
          },
        ],
        "fixes": [],
      },
    ]
  `)
})

test('is silent where a real client gets through', () => {
  const found = runRule(rule, factsByHand([connectionByHand([left], { measurement: measured('connected') })]))
  expect(found).toEqual([])
})

test('is silent where nobody tried', () => {
  const found = runRule(rule, factsByHand([connectionByHand([left])]))
  expect(found).toEqual([])
})
