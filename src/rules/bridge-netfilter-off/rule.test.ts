// Holds rule bridge-netfilter-off to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import {
  connectionByHand,
  factsByHand,
  pathByHand,
  snapshotByHand,
  verdictByHand,
} from '../../../test/rules/facts-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import { rule } from './rule.ts'

const wrong = { kind: 'reply-from-wrong-address', expected: '10.96.0.20', got: '10.244.1.2' } as const
const bridged = [
  {
    id: 1,
    stage: 2 as const,
    namespace: 'node-1',
    link: 'cni0',
    steps: [{ kind: 'bridge' as const, bridge: 'cni0', fromPort: 'veth-dns', toPort: 'veth-web' }],
  },
]
const accepted = verdictByHand('delivered', 7, 'kube-system/coredns', { kind: 'socket-accepts', socket: '' })
const reply = (hops: typeof bridged) => ({ reply: { hops, verdict: verdictByHand('dropped', 1, 'shop/web', wrong) } })

test('fires where the reply crosses a bridge untranslated', () => {
  const found = runRule(
    rule,
    factsByHand(
      [connectionByHand([pathByHand(accepted, 'timeout', reply(bridged))])],
      snapshotByHand({ 'node-1': { sysctls: { 'net.bridge.bridge-nf-call-iptables': '0' } } }),
    ),
  )
  expect(found.map(({ id, at, message }) => ({ id, at, message }))).toMatchInlineSnapshot(`
    [
      {
        "at": {
          "namespace": "shop/web",
          "stage": 1,
        },
        "id": "bridge-netfilter-off/shop/db/5432",
        "message": "Service shop/db port 5432 times out: the reply comes from 10.244.1.2 and not from 10.96.0.20, which the client dialled: it crosses the bridge of node-1 without passing netfilter (net.bridge.bridge-nf-call-iptables = 0), so nothing translates it back, and the client answers it with a reset. Turn the sysctl on.",
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
              "net.bridge.bridge-nf-call-iptables",
            ],
            "where": "node-1",
          },
        ],
        "evidence": [
          {
            "kind": "sysctl",
            "text": "net.bridge.bridge-nf-call-iptables = 0",
          },
        ],
        "fixes": [
          {
            "actions": [
              {
                "argv": [
                  "sysctl",
                  "-w",
                  "net.bridge.bridge-nf-call-iptables=1",
                ],
                "kind": "exec",
                "where": "node-1",
              },
            ],
            "reversible": true,
            "title": "Let bridged packets pass netfilter",
            "widens": [],
          },
        ],
      },
    ]
  `)
})

test('is silent where the reply crossed no bridge', () => {
  const found = runRule(rule, factsByHand([connectionByHand([pathByHand(accepted, 'timeout', reply([]))])]))
  expect(found).toEqual([])
})
