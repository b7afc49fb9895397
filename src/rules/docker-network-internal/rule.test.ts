// Holds rule docker-network-internal to where it fires and where it stays silent.
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

interface Parts {
  readonly internal?: readonly string[]
  readonly networks?: readonly string[]
  readonly others?: readonly string[]
  readonly publishes?: string
}

/** Container pg on Docker network apps, which is internal unless told otherwise; networks kind and more beside it. */
function snapshotOf({ internal = ['apps'], networks = ['apps'], publishes = '5432' }: Parts) {
  const subnets = { kind: '172.18.0.0/16', apps: '172.19.0.0/16', more: '172.20.0.0/16' }
  const docker = {
    networks: Object.entries(subnets).map(([Name, Subnet]) => ({
      Name,
      Internal: internal.includes(Name),
      IPAM: { Config: [{ Subnet }] },
    })),
    containers: [
      {
        Name: '/pg',
        State: { Status: 'running', Running: true },
        HostConfig: { PortBindings: { '5432/tcp': [{ HostIp: '', HostPort: publishes }] } },
        NetworkSettings: {
          Ports: {},
          Networks: Object.fromEntries(networks.map((name) => [name, { IPAddress: '172.19.0.2' }])),
        },
      },
    ],
  }
  const rules = ['-A DOCKER-ISOLATION-STAGE-1 ! -s 172.19.0.0/16 -o br-apps -j DROP']
  const ruleset = rulesetByHand({ name: 'DOCKER-ISOLATION-STAGE-1' }, rules)
  const mine = rulesetByHand({ name: 'MINE' }, ['-A MINE -j DROP'])
  return snapshotByHand({ host: { rulesets: [ruleset, mine] } }, docker)
}

function dropped(parts: Parts, rule = 'DOCKER-ISOLATION-STAGE-1') {
  const reason = { kind: 'rule-drops', rule: `host#rule/iptables-nft/ip/filter/${rule}/1`, hook: 'forward' } as const
  const arrived = { ...arrivedAtHost, destination: '172.19.0.2' }
  const path = pathByHand(verdictByHand('dropped', 6, 'host', reason), 'timeout', { arrived })
  return factsByHand([connectionByHand([path])], snapshotOf(parts))
}

function refused(parts: Parts) {
  const { others = [] } = parts
  const reason = { kind: 'nothing-listens', address: '172.18.0.1', port: 5432, others } as const
  const path = pathByHand(verdictByHand('refused', 7, 'host', reason), 'ECONNREFUSED')
  return factsByHand([connectionByHand([path])], snapshotOf(parts))
}

test("fires where the target's network is internal", () => {
  const [found] = runRule(rule, dropped({}))
  expect(found).toMatchObject({
    id: 'docker-network-internal/shop/db/5432',
    at: { stage: 6, namespace: 'host' },
    evidence: [
      { kind: 'network', text: 'apps: Internal true' },
      { kind: 'rule', text: '-A DOCKER-ISOLATION-STAGE-1 ! -s 172.19.0.0/16 -o br-apps -j DROP' },
    ],
    fixes: [{ actions: [{ argv: ['docker', 'network', 'connect', 'apps', 'node-1'] }] }],
  })
  expect(found?.message).toContain('container pg (172.19.0.2) is on Docker network apps, which is internal')
})

test("fires where the nodes' own network is", () => {
  expect(runRule(rule, dropped({ internal: ['kind'] }))[0]?.message).toContain(
    'the nodes are on Docker network kind, which is internal: nothing gets out of it',
  )
})

test('fires where a container of internal networks alone is to publish the port', () => {
  const [found] = runRule(rule, refused({}))
  expect(found?.message).toBe(
    'Service shop/db port 5432 is refused: container pg is to publish port 5432, but its only Docker network apps is internal, and there Docker publishes nothing. Connect the container to a further network that is not internal.',
  )
  expect(found?.fixes[0]?.actions).toEqual([{ kind: 'docker', argv: ['docker', 'network', 'connect', 'kind', 'pg'] }])
  expect(runRule(rule, refused({ networks: ['apps', 'more'], internal: ['apps', 'more'] }))[0]?.message).toContain(
    'its Docker networks apps and more are internal',
  )
})

test.each([
  ['no network is internal', dropped({ internal: [] })],
  ['another network is internal', dropped({ internal: ['more'] })],
  ["a rule of one's own drops the packet", dropped({}, 'MINE')],
  ['the container has a further network', refused({ networks: ['apps', 'more'] })],
  ['the container is to publish another port', refused({ publishes: '5433' })],
  ['somebody listens on the port', refused({ others: ['host#socket/0'] })],
])('is silent where %s', (_, facts) => {
  expect(runRule(rule, facts)).toEqual([])
})
