// A node's kube-proxy rules by hand, and the ways that packets to Service shop/db (10.96.0.20) take through them.
import type { Connection } from '../../src/model/connection.ts'
import type { Namespace } from '../../src/model/namespace.ts'
import type { Hop, Path } from '../../src/model/path.ts'
import type { NamedSet, Ruleset } from '../../src/model/ruleset.ts'
import type { KubernetesObject, Snapshot } from '../../src/model/snapshot.ts'
import type { RuleFacts } from '../../src/rules/rule.ts'
import {
  arrivedAtHost,
  connectionByHand,
  pathByHand,
  rulesetByHand,
  snapshotByHand,
  verdictByHand,
} from './facts-by-hand.ts'
import { factsOfObjects, serviceByHand, sliceByHand } from './objects-by-hand.ts'

export const clusterIp = '10.96.0.20'
const before = { ...arrivedAtHost, source: '10.244.1.10', destination: clusterIp }

export const kubeServices = {
  db: '-A KUBE-SERVICES -d 10.96.0.20/32 -p tcp -m comment --comment "shop/db:postgres cluster IP" -m tcp --dport 5432 -j KUBE-SVC-AAAAAAAAAAAAAAAA',
  other: '-A KUBE-SERVICES -d 10.96.0.21/32 -p tcp -m tcp --dport 80 -j KUBE-SVC-BBBBBBBBBBBBBBBB',
  refused:
    '-A KUBE-SERVICES -d 10.96.0.20/32 -p tcp -m comment --comment "shop/db:postgres has no endpoints" -m tcp --dport 5432 -j REJECT',
}

export function proxyChain(rules: readonly string[], table: 'nat' | 'filter' = 'nat'): Ruleset {
  return rulesetByHand({ table, name: 'KUBE-SERVICES' }, rules)
}

const endpointChain = 'KUBE-SEP-CCCCCCCCCCCCCCCC'

export function endpointRuleset(to: string, chain = endpointChain): Ruleset {
  return rulesetByHand({ table: 'nat', name: chain }, [`-A ${chain} -p tcp -j DNAT --to-destination ${to}`])
}

/** nftables mode: map service-ips, with these ClusterIPs on port 5432. */
export function proxyTable(...clusterIps: readonly string[]): Ruleset {
  const set: NamedSet = {
    name: 'service-ips',
    kind: 'verdict-map',
    elements: [],
    entries: clusterIps.map((address) => ({
      element: [
        { kind: 'prefix', prefix: `${address}/32` },
        { kind: 'exact', value: 'tcp' },
        { kind: 'exact', value: '5432' },
      ],
      verdict: { kind: 'goto', chain: 'service' },
    })),
    dynamic: false,
    unknown: [],
  }
  const rules = [{ number: 1, handle: 10, text: 'reject', comment: null, statements: [] }]
  const chains = [{ name: 'cluster-ips-check', base: null, rules }]
  return { backend: 'nft', tables: [{ family: 'ip', name: 'kube-proxy', chains, sets: [set] }] }
}

/** Translated on node-1 by the endpoint's chain, and then not answered. */
export function translatedTo(destination: string, chain = endpointChain): Path {
  const after = { ...before, destination }
  const fact = `node-1#rule/iptables-nft/ip/nat/${chain}/1`
  const hop: Hop = { ...onNode, steps: [{ kind: 'nat', fact, before, after }, ...onNode.steps] }
  return pathByHand(lost, 'timeout', { hops: [hop], arrived: after })
}

const onNode: Hop = {
  id: 1,
  stage: 4,
  namespace: 'node-1',
  link: 'eth0',
  steps: [{ kind: 'route', fact: null, destination: clusterIp, gateway: null, link: 'eth0', source: null }],
}
const lost = verdictByHand('dropped', 6, 'host', { kind: 'ttl-exceeded' })

/** Routed by node-1 as it is. */
export const untranslated = pathByHand(lost, 'timeout', { hops: [onNode], arrived: before })

export function stoppedBy(rule: string): Path {
  const reason = { kind: 'rule-rejects', rule, hook: 'forward', with: 'port-unreachable' } as const
  return pathByHand(verdictByHand('rejected', 4, 'node-1', reason, [rule]), 'ECONNREFUSED', {
    hops: [onNode],
    arrived: before,
  })
}

export interface ProxyByHand {
  readonly node?: Partial<Namespace>
  readonly spec?: Readonly<Record<string, unknown>>
  readonly labels?: Readonly<Record<string, string>>
  readonly objects?: readonly KubernetesObject[]
  readonly connection?: Partial<Connection>
}

/** Service shop/db leads to 172.18.0.1:5432 by its slice; node-1 holds these rules. */
export function factsOfProxy(path: Path, rulesets: readonly Ruleset[], more: ProxyByHand = {}): RuleFacts {
  const service = serviceByHand('db', { clusterIP: clusterIp, ...more.spec })
  const snapshot: Snapshot = snapshotByHand({ 'node-1': { rulesets, ...more.node } })
  return factsOfObjects(
    [
      { ...service, metadata: { ...service.metadata, labels: more.labels ?? {} } },
      sliceByHand('db-1'),
      ...(more.objects ?? []),
    ],
    [
      connectionByHand([path], {
        to: { name: 'db', via: null, address: clusterIp, port: 5432, protocol: 'tcp' },
        ...more.connection,
      }),
    ],
    snapshot,
  )
}

/** kube-proxy's pod on node-1. */
export function proxyPodByHand(ready: boolean): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'kube-proxy-x', namespace: 'kube-system', labels: { 'k8s-app': 'kube-proxy' } },
    spec: { nodeName: 'node-1' },
    status: { conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
  }
}
