// Holds rule hairpin-off to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import { connectionByHand, factsByHand, pathByHand, verdictByHand } from '../../../test/rules/facts-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import { rule } from './rule.ts'

const closed = { kind: 'bridge-port-closed', bridge: 'cni0', port: 'veth-web', why: 'hairpin' } as const

test('fires where a frame has to leave by the port it came in by', () => {
  const found = runRule(
    rule,
    factsByHand([
      connectionByHand([
        pathByHand(verdictByHand('dropped', 2, 'node-1', closed, ['node-1#link/veth-web']), 'timeout'),
      ]),
    ]),
  )
  expect(found.map(({ id, at, message }) => ({ id, at, message }))).toMatchInlineSnapshot(`
    [
      {
        "at": {
          "namespace": "node-1",
          "stage": 2,
        },
        "id": "hairpin-off/shop/db/5432",
        "message": "Service shop/db port 5432 times out: on node-1 the packet has to leave bridge cni0 by veth-web, the port by which it came in, and hairpin mode of that port is off. Turn it on for this port.",
      },
    ]
  `)
  expect(found.map(({ evidence, checks, fixes }) => ({ evidence, checks, fixes }))).toMatchInlineSnapshot(`
    [
      {
        "checks": [
          {
            "argv": [
              "bridge",
              "-d",
              "link",
              "show",
              "dev",
              "veth-web",
            ],
            "where": "node-1",
          },
        ],
        "evidence": [
          {
            "kind": "link",
            "text": "4: veth-web: <UP,LOWER_UP> mtu 1500 master cni0 state UP",
          },
        ],
        "fixes": [
          {
            "actions": [
              {
                "argv": [
                  "bridge",
                  "link",
                  "set",
                  "dev",
                  "veth-web",
                  "hairpin",
                  "on",
                ],
                "kind": "exec",
                "where": "node-1",
              },
            ],
            "reversible": true,
            "title": "Turn hairpin mode of the port on",
            "widens": [],
          },
        ],
      },
    ]
  `)
})

test('is silent where the port is closed for another reason', () => {
  const found = runRule(
    rule,
    factsByHand([
      connectionByHand([pathByHand(verdictByHand('dropped', 2, 'node-1', { ...closed, why: 'state' }), 'timeout')]),
    ]),
  )
  expect(found).toEqual([])
})
