// Holds rule docker-inter-container-off to where it fires and where it stays silent.
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
  readonly icc?: string
  readonly rule?: string
  readonly destination?: string
  readonly nft?: boolean
}

/** shop/web dials 172.18.0.4, container cache on the nodes' own network. */
function dropped({ icc = 'false', rule = '-A FORWARD -i br-kind -o br-kind -j DROP', ...parts }: Parts) {
  const { destination = '172.18.0.4', nft = false } = parts
  const option = { 'com.docker.network.bridge.enable_icc': icc, 'com.docker.network.bridge.name': 'br-kind' }
  const docker = {
    networks: [
      { Name: 'kind', Id: 'k', Options: option, IPAM: { Config: [{ Subnet: '172.18.0.0/16' }] } },
      { Name: 'apps', Id: 'a', Options: option, IPAM: { Config: [{ Subnet: '172.19.0.0/16' }] } },
    ],
    containers: [{ Name: '/cache', NetworkSettings: { Networks: { kind: { IPAddress: '172.18.0.4' } } } }],
  }
  const chain = nft
    ? ({ backend: 'nft', table: 'docker-bridges', name: 'FORWARD' } as const)
    : ({ name: 'FORWARD' } as const)
  const fact = nft ? 'host#rule/nft/inet/docker-bridges/FORWARD/1' : 'host#rule/iptables-nft/ip/filter/FORWARD/1'
  const reason = { kind: 'rule-drops', rule: fact, hook: 'forward' } as const
  const arrived = { ...arrivedAtHost, destination, destinationPort: 6379 }
  const path = pathByHand(verdictByHand('dropped', 6, 'host', reason), 'timeout', { arrived })
  return factsByHand(
    [connectionByHand([path])],
    snapshotByHand({ host: { rulesets: [rulesetByHand(chain, [rule])] } }, docker),
  )
}

test("fires at the rule by which Docker keeps a network's containers apart", () => {
  const [found] = runRule(rule, dropped({}))
  expect(found).toMatchObject({
    id: 'docker-inter-container-off/shop/db/5432',
    at: { stage: 6, namespace: 'host' },
    evidence: [
      { kind: 'network', text: 'kind: com.docker.network.bridge.enable_icc=false' },
      { kind: 'rule', text: '-A FORWARD -i br-kind -o br-kind -j DROP' },
    ],
  })
  expect(found?.message).toContain('the node and container cache (172.18.0.4) are both on Docker network kind')
})

test('knows the rule of the nftables backend', () => {
  const text = 'iifname "br-kind" oifname "br-kind" counter drop comment "ICC"'
  expect(runRule(rule, dropped({ nft: true, rule: text }))).toHaveLength(1)
})

test.each([
  ['the network has not the option', dropped({ icc: 'true' })],
  ["a rule of one's own drops the packet", dropped({ rule: '-A FORWARD -d 172.18.0.4/32 -j DROP' })],
  ['the target is on another network', dropped({ destination: '172.19.0.2' })],
  ['the rule keeps networks apart', dropped({ rule: '-A FORWARD -i br-kind ! -o br-kind -j DROP' })],
])('is silent where %s', (_, facts) => {
  expect(runRule(rule, facts)).toEqual([])
})
