// Holds rule target-down to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import {
  arrivedAtHost,
  connectionByHand,
  factsByHand,
  neighbourByHand,
  pathByHand,
  snapshotByHand,
  verdictByHand,
} from '../../../test/rules/facts-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import { rule } from './rule.ts'

const dead = {
  kind: 'neighbour-unanswered',
  address: '192.168.50.20',
  link: 'eth0',
  asGateway: false,
  route: 'host#route/1',
  silent: null,
  remembered: null,
} as const
const toNas = { ...arrivedAtHost, destination: '192.168.50.20', destinationPort: 8080 }

test("fires where nobody answers for the target's address", () => {
  const found = runRule(
    rule,
    factsByHand([
      connectionByHand([
        pathByHand(verdictByHand('unreachable', 6, 'host', dead, ['host#route/1']), 'EHOSTUNREACH', { arrived: toNas }),
      ]),
    ]),
  )
  expect(found.map(({ id, at, message }) => ({ id, at, message }))).toMatchInlineSnapshot(`
    [
      {
        "at": {
          "namespace": "host",
          "stage": 6,
        },
        "id": "target-down/shop/db/5432",
        "message": "Service shop/db port 5432 fails with EHOSTUNREACH (No route to host): 192.168.50.20 is not there: host asks for it on eth0 and gets no answer; no machine on eth0 has this address now. Start the target, or point the Service at the address that it has now.",
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
              "neigh",
              "show",
              "192.168.50.20",
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
              "192.168.50.20",
            ],
            "where": "host",
          },
        ],
        "evidence": [
          {
            "kind": "neighbour",
            "text": "192.168.50.20 dev eth0 FAILED",
          },
          {
            "kind": "route",
            "text": "192.168.50.0/24 dev eth0",
          },
        ],
        "fixes": [
          {
            "actions": [
              {
                "kind": "manual",
                "text": "Start the machine or container that should have 192.168.50.20, or correct the address in the Service's EndpointSlice.",
                "where": "192.168.50.20",
              },
            ],
            "reversible": true,
            "title": "Start the target",
            "widens": [],
          },
        ],
      },
    ]
  `)
})

test('names the container that had the address, and a MAC address that is remembered', () => {
  const found = runRule(
    rule,
    factsByHand(
      [
        connectionByHand([
          pathByHand(
            verdictByHand(
              'dropped',
              5,
              'node-1',
              { ...dead, address: '172.18.0.4', remembered: 'node-1#neighbour/0' },
              ['node-1#neighbour/0'],
            ),
            'timeout',
          ),
        ]),
      ],
      snapshotByHand(
        { 'node-1': { neighbours: [neighbourByHand('eth0', '172.18.0.4', '02:42:ac:12:00:04')] } },
        {
          networks: [],
          containers: [{ Name: '/cache', NetworkSettings: { Networks: { kind: { IPAddress: '172.18.0.4' } } } }],
        },
      ),
    ),
  )
  expect(found.map(({ id, at, message }) => ({ id, at, message }))).toMatchInlineSnapshot(`
    [
      {
        "at": {
          "namespace": "node-1",
          "stage": 5,
        },
        "id": "target-down/shop/db/5432",
        "message": "Service shop/db port 5432 times out: 172.18.0.4 is not there: node-1 still remembers a MAC address for it that nobody has any more, so for now packets vanish; container cache had this address. Start the target, or point the Service at the address that it has now.",
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
              "neigh",
              "show",
              "172.18.0.4",
            ],
            "where": "node-1",
          },
          {
            "argv": [
              "ping",
              "-c",
              "1",
              "-W",
              "2",
              "172.18.0.4",
            ],
            "where": "node-1",
          },
        ],
        "evidence": [
          {
            "kind": "neighbour",
            "text": "172.18.0.4 dev eth0 STALE, answered by nobody",
          },
          {
            "kind": "neighbour",
            "text": "172.18.0.4 dev eth0 lladdr 02:42:ac:12:00:04 PERMANENT",
          },
        ],
        "fixes": [
          {
            "actions": [
              {
                "argv": [
                  "docker",
                  "start",
                  "cache",
                ],
                "kind": "docker",
              },
            ],
            "reversible": true,
            "title": "Start the target",
            "widens": [],
          },
        ],
      },
    ]
  `)
})

test('is silent where a next hop is dead', () => {
  const found = runRule(
    rule,
    factsByHand([
      connectionByHand([
        pathByHand(verdictByHand('unreachable', 5, 'node-1', { ...dead, asGateway: true }), 'EHOSTUNREACH', {
          arrived: toNas,
        }),
      ]),
    ]),
  )
  expect(found).toEqual([])
})
