// Holds rule docker-network-isolation to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import {
  arrivedAtHost,
  connectionByHand,
  factsByHand,
  pathByHand,
  rulesetByHand,
  snapshotByHand,
  verdictByHand,
} from '../../../test/rules/facts-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import { rule } from './rule.ts'

const toSearch = { ...arrivedAtHost, destination: '172.19.0.2', destinationPort: 9200 }
const docker = {
  networks: [
    { Name: 'kind', IPAM: { Config: [{ Subnet: '172.18.0.0/16' }] } },
    { Name: 'apps', IPAM: { Config: [{ Subnet: '172.19.0.0/16' }] } },
  ],
  containers: [
    {
      Name: '/search',
      HostConfig: { PortBindings: { '9200/tcp': [{ HostIp: '0.0.0.0', HostPort: '9200' }] } },
      NetworkSettings: { Networks: { apps: { IPAddress: '172.19.0.2' } } },
    },
  ],
}
const withRules = (chain: { name: string; table?: string; backend?: 'nft' }, rules: string[]) =>
  snapshotByHand({ host: { ...snapshotByHand().namespaces[2], rulesets: [rulesetByHand(chain, rules)] } }, docker)
const droppedBy = (rule: string) =>
  pathByHand(
    verdictByHand('dropped', 6, 'host', { kind: 'rule-drops', rule: `host#rule/${rule}`, hook: 'forward' }),
    'timeout',
    { arrived: toSearch },
  )

test('fires where the isolation chains part two networks', () => {
  const found = runRule(
    rule,
    factsByHand(
      [connectionByHand([droppedBy('iptables-nft/ip/filter/DOCKER-ISOLATION-STAGE-2/1')])],
      withRules({ name: 'DOCKER-ISOLATION-STAGE-2' }, ['-A DOCKER-ISOLATION-STAGE-2 -o br-apps -j DROP']),
    ),
  )
  expect(found.map(({ id, at, message }) => ({ id, at, message }))).toMatchInlineSnapshot(`
    [
      {
        "at": {
          "namespace": "host",
          "stage": 6,
        },
        "id": "docker-network-isolation/shop/db/5432",
        "message": "Service shop/db port 5432 times out: container search (172.19.0.2) is on Docker network apps, the node comes from network kind, and Docker keeps the two apart: rule 1 of chain DOCKER-ISOLATION-STAGE-2 (-A DOCKER-ISOLATION-STAGE-2 -o br-apps -j DROP) on host. Use a published port of the container at the host's address, or connect the node to its network; leave the isolation rules as they are.",
      },
    ]
  `)
  expect(found.map(({ evidence, checks, fixes }) => ({ evidence, checks, fixes }))).toMatchInlineSnapshot(`
    [
      {
        "checks": [
          {
            "argv": [
              "iptables",
              "-t",
              "filter",
              "-nvL",
              "DOCKER-ISOLATION-STAGE-2",
              "--line-numbers",
            ],
            "where": "host",
          },
          {
            "argv": [
              "docker",
              "network",
              "inspect",
              "apps",
            ],
            "where": "host",
          },
        ],
        "evidence": [
          {
            "kind": "rule",
            "text": "-A DOCKER-ISOLATION-STAGE-2 -o br-apps -j DROP",
          },
        ],
        "fixes": [
          {
            "actions": [
              {
                "kind": "manual",
                "text": "Container search publishes port 9200 on port 9200 of the host: put the host's address as the nodes see it and port 9200 in the Service's EndpointSlice, in place of 172.19.0.2:9200.",
                "where": "cluster",
              },
            ],
            "reversible": true,
            "title": "Point the Service at the published port",
            "widens": [],
          },
          {
            "actions": [
              {
                "argv": [
                  "docker",
                  "network",
                  "connect",
                  "apps",
                  "node-1",
                ],
                "kind": "docker",
              },
            ],
            "reversible": true,
            "title": "Connect the node to Docker network apps",
            "widens": [
              {
                "destination": "network apps",
                "port": null,
                "source": "node-1",
              },
            ],
          },
        ],
      },
    ]
  `)
})

test("fires where the raw table lets nobody reach a container's address directly", () => {
  const found = runRule(
    rule,
    factsByHand(
      [connectionByHand([droppedBy('iptables-nft/ip/raw/PREROUTING/1')])],
      withRules({ name: 'PREROUTING', table: 'raw' }, ['-A PREROUTING -d 172.19.0.2/32 ! -i br-kind -j DROP']),
    ),
  )
  expect(found.map(({ message }) => message)).toMatchInlineSnapshot(`
    [
      "Service shop/db port 5432 times out: Docker lets nobody outside network apps reach container search (172.19.0.2) directly: rule 1 of chain PREROUTING of table raw (-t raw -A PREROUTING -d 172.19.0.2/32 ! -i br-kind -j DROP) on host. Use a published port of the container at the host's address, or connect the node to its network; leave the isolation rules as they are.",
    ]
  `)
})

test('fires where Docker keeps its rules in nftables', () => {
  const found = runRule(
    rule,
    factsByHand(
      [connectionByHand([droppedBy('nft/inet/docker-bridges/filter-forward/1')])],
      withRules({ name: 'filter-forward', table: 'docker-bridges', backend: 'nft' }, ['drop']),
    ),
  )
  expect(found.map(({ message }) => message)).toMatchInlineSnapshot(`
    [
      "Service shop/db port 5432 times out: container search (172.19.0.2) is on Docker network apps, the node comes from network kind, and Docker keeps the two apart: rule 1 of chain filter-forward of table docker-bridges (inet docker-bridges filter-forward: drop) on host. Use a published port of the container at the host's address, or connect the node to its network; leave the isolation rules as they are.",
    ]
  `)
})

test('is silent about another rule of the raw table', () => {
  const found = runRule(
    rule,
    factsByHand(
      [connectionByHand([droppedBy('iptables-nft/ip/raw/PREROUTING/1')])],
      withRules({ name: 'PREROUTING', table: 'raw' }, ['-A PREROUTING -d 172.19.0.2/32 -j DROP']),
    ),
  )
  expect(found).toEqual([])
})
