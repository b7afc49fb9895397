// Holds rule forwarding-off to where it fires and where it stays silent.
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

const off = { kind: 'forwarding-off', link: 'br-kind', sysctl: 'host#sysctl/net.ipv4.conf.br-kind.forwarding' } as const
const toNas = { ...arrivedAtHost, destination: '192.168.50.20', destinationPort: 8080 }

test('fires where the host forwards nothing', () => {
  const found = runRule(
    rule,
    factsByHand(
      [connectionByHand([pathByHand(verdictByHand('dropped', 6, 'host', off), 'timeout', { arrived: toNas })])],
      snapshotByHand({ host: { sysctls: { 'net.ipv4.ip_forward': '0', 'net.ipv4.conf.br-kind.forwarding': '0' } } }),
    ),
  )
  expect(found.map(({ id, at, message }) => ({ id, at, message }))).toMatchInlineSnapshot(`
    [
      {
        "at": {
          "namespace": "host",
          "stage": 6,
        },
        "id": "forwarding-off/shop/db/5432",
        "message": "Service shop/db port 5432 times out: host does not forward (net.ipv4.ip_forward = 0), so what arrives on br-kind for 192.168.50.20 is dropped silently. Turn forwarding on, and keep it on in /etc/sysctl.d.",
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
              "net.ipv4.ip_forward",
            ],
            "where": "host",
          },
        ],
        "evidence": [
          {
            "kind": "sysctl",
            "text": "net.ipv4.ip_forward = 0",
          },
        ],
        "fixes": [
          {
            "actions": [
              {
                "argv": [
                  "sysctl",
                  "-w",
                  "net.ipv4.ip_forward=1",
                ],
                "kind": "exec",
                "where": "host",
              },
            ],
            "reversible": true,
            "title": "Turn forwarding on",
            "widens": [],
          },
        ],
      },
    ]
  `)
})

test('names the one link that is off where the others forward', () => {
  const found = runRule(
    rule,
    factsByHand(
      [connectionByHand([pathByHand(verdictByHand('dropped', 6, 'host', off), 'timeout', { arrived: toNas })])],
      snapshotByHand({ host: { sysctls: { 'net.ipv4.ip_forward': '1', 'net.ipv4.conf.br-kind.forwarding': '0' } } }),
    ),
  )
  expect(found.map(({ message }) => message)).toMatchInlineSnapshot(`
    [
      "Service shop/db port 5432 times out: host does not forward on br-kind (net.ipv4.conf.br-kind.forwarding = 0), so what arrives on br-kind for 192.168.50.20 is dropped silently. Turn forwarding on, and keep it on in /etc/sysctl.d.",
    ]
  `)
})

test('is silent about a machine of the LAN, which is no router', () => {
  const found = runRule(
    rule,
    factsByHand([
      connectionByHand([pathByHand(verdictByHand('dropped', 7, 'nas', off), 'timeout', { arrived: toNas })]),
    ]),
  )
  expect(found).toEqual([])
})
