// Holds rule could-not-read to where it fires and where it stays silent.
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
import type { ExpectedName } from '../../model/connection.ts'
import type { NameMeasurement } from '../../model/measurement.ts'
import { rule } from './rule.ts'

const unknown = { kind: 'unsupported-rule', rule: 'host#rule/iptables-nft/ip/filter/INPUT/1', text: '-m u32' } as const
const snapshot = snapshotByHand({
  host: { rulesets: [rulesetByHand({ name: 'INPUT' }, ['-A INPUT -m u32 --u32 "0x0=0x0" -j DROP'])] },
  nas: { unread: [{ what: 'sockets', family: null, why: 'ss: Operation not permitted' }] },
})
const asked: NameMeasurement = {
  from: 'shop/web',
  name: 'db',
  outcome: 'EAI_NONAME',
  addresses: [],
  delayMs: 3,
  queries: [],
  again: [],
}
const expected: ExpectedName = {
  name: 'db',
  outcome: 'undetermined',
  addresses: [],
  questions: [],
  decidedBy: null,
  why: 'plugin acme in the Corefile is not known',
}

test('fires at the very rule that is not understood', () => {
  const found = runRule(
    rule,
    factsByHand([connectionByHand([pathByHand(verdictByHand('undetermined', 6, 'host', unknown), null)])], snapshot),
  )
  expect(found.map(({ id, at, message }) => ({ id, at, message }))).toMatchInlineSnapshot(`
    [
      {
        "at": {
          "namespace": "host",
          "stage": 6,
        },
        "id": "could-not-read/shop/db/5432",
        "message": "Whether Service shop/db port 5432 can be reached cannot be told: on host a rule is not understood: -A INPUT -m u32 --u32 "0x0=0x0" -j DROP. Look at it by hand.",
      },
    ]
  `)
  expect(found.map(({ evidence, checks, fixes }) => ({ evidence, checks, fixes }))).toMatchInlineSnapshot(`
    [
      {
        "checks": [],
        "evidence": [
          {
            "kind": "rule",
            "text": "-A INPUT -m u32 --u32 "0x0=0x0" -j DROP",
          },
        ],
        "fixes": [],
      },
    ]
  `)
})

test('fires at what could not be read', () => {
  const found = runRule(
    rule,
    factsByHand(
      [
        connectionByHand([
          pathByHand(
            verdictByHand('undetermined', 7, 'nas', { kind: 'unread', fact: 'nas#unread/0', what: 'sockets' }),
            null,
          ),
        ]),
      ],
      snapshot,
    ),
  )
  expect(found.map(({ message }) => message)).toMatchInlineSnapshot(`
    [
      "Whether Service shop/db port 5432 can be reached cannot be told: on nas its sockets could not be read (ss: Operation not permitted). Run this with the right to read it.",
    ]
  `)
})

test('fires on a name whose answer is not known and that nobody asked for', () => {
  const found = runRule(
    rule,
    factsByHand(
      [
        connectionByHand([], { expected }),
        connectionByHand([pathByHand(verdictByHand('undetermined', 6, 'host', unknown), null)]),
      ],
      snapshot,
    ),
  )
  expect(found.map(({ message }) => message)).toMatchInlineSnapshot(`
    [
      "Whether Service shop/db port 5432 can be reached cannot be told: the answer for name db is not known (plugin acme in the Corefile is not known). Ask for it from the pod itself.",
      "Whether Service shop/db port 5432 can be reached cannot be told: on host a rule is not understood: -A INPUT -m u32 --u32 "0x0=0x0" -j DROP. Look at it by hand.",
    ]
  `)
})

test('is silent on a name that was asked for', () => {
  const found = runRule(rule, factsByHand([connectionByHand([], { expected, asked })]))
  expect(found).toEqual([])
})

test('is silent where the way is clear', () => {
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

test('fires for a node that does not answer, and leaves the host to the connections that end there', () => {
  const gap = (kind: 'node' | 'host', name: string) => ({
    kind,
    name,
    why: 'no answer after 10 s',
    settles: 'its pods',
  })
  const gaps = [gap('node', 'worker-2'), gap('host', 'host')]
  const found = runRule(rule, { ...factsByHand([]), snapshot: { ...snapshotByHand(), gaps } } as never)
  expect(found.map(({ id, message }) => [id, message])).toEqual([
    ['could-not-read/worker-2', 'Node worker-2 could not be read: no answer after 10 s. It would settle its pods.'],
  ])
})
