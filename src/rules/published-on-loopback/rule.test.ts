// Holds rule published-on-loopback to where it fires and where it stays silent.
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

const nobody = { kind: 'nothing-listens', address: '172.18.0.1', port: 5432, others: ['host#socket/0'] } as const
const refused = pathByHand(verdictByHand('refused', 7, 'host', nobody), 'ECONNREFUSED')
const publishedOn = (HostIp: string) => ({
  networks: [],
  containers: [{ Name: '/pg', HostConfig: { PortBindings: { '5432/tcp': [{ HostIp, HostPort: '5432' }] } } }],
})
const proxy = {
  host: { ...snapshotByHand().namespaces[2], sockets: [socketByHand('127.0.0.1', 5432, 'docker-proxy', 900)] },
}

test('fires where docker-proxy listens on 127.0.0.1 for a container', () => {
  const found = runRule(
    rule,
    factsByHand([connectionByHand([refused])], snapshotByHand(proxy, publishedOn('127.0.0.1'))),
  )
  expect(found.map(({ id, at, message }) => ({ id, at, message }))).toMatchInlineSnapshot(`
    [
      {
        "at": {
          "namespace": "host",
          "stage": 7,
        },
        "id": "published-on-loopback/shop/db/5432",
        "message": "Service shop/db port 5432 is refused: Docker publishes port 5432 of container pg on 127.0.0.1 only, and pods arrive at 172.18.0.1. Publish it on 172.18.0.1.",
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
              "docker",
              "port",
              "pg",
            ],
            "where": "host",
          },
        ],
        "evidence": [
          {
            "kind": "container",
            "text": "pg: 5432/tcp -> 127.0.0.1:5432",
          },
          {
            "kind": "socket",
            "text": "LISTEN 127.0.0.1:5432 users:(("docker-proxy",pid=900))",
          },
        ],
        "fixes": [
          {
            "actions": [
              {
                "kind": "manual",
                "text": "Make container pg anew with -p 172.18.0.1:5432:5432 (in a compose file: "172.18.0.1:5432:5432") beside -p 127.0.0.1:5432:5432.",
                "where": "host",
              },
            ],
            "reversible": true,
            "title": "Publish the port on 172.18.0.1",
            "widens": [
              {
                "destination": "172.18.0.1",
                "port": 5432,
                "source": "172.18.0.0/16",
              },
            ],
          },
        ],
      },
    ]
  `)
})

test('fires by the name of docker-proxy where the Engine was not asked', () => {
  const found = runRule(rule, factsByHand([connectionByHand([refused])], snapshotByHand(proxy)))
  expect(found.map(({ message }) => message)).toMatchInlineSnapshot(`
    [
      "Service shop/db port 5432 is refused: Docker publishes port 5432 of a container on 127.0.0.1 only, and pods arrive at 172.18.0.1. Publish it on 172.18.0.1.",
    ]
  `)
})

test("fires by Docker's word where no proxy runs", () => {
  const found = runRule(
    rule,
    factsByHand(
      [connectionByHand([pathByHand(verdictByHand('refused', 7, 'host', { ...nobody, others: [] }), 'ECONNREFUSED')])],
      snapshotByHand({}, publishedOn('127.0.0.1')),
    ),
  )
  expect(found.map(({ message }) => message)).toMatchInlineSnapshot(`
    [
      "Service shop/db port 5432 is refused: Docker publishes port 5432 of container pg on 127.0.0.1 only, and pods arrive at 172.18.0.1. Publish it on 172.18.0.1.",
    ]
  `)
})

test('is silent about a plain process on 127.0.0.1', () => {
  const found = runRule(
    rule,
    factsByHand(
      [connectionByHand([refused])],
      snapshotByHand({ host: { sockets: [socketByHand('127.0.0.1', 5432, 'postgres', 812)] } }),
    ),
  )
  expect(found).toEqual([])
})
