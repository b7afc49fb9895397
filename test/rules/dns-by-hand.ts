// Cluster DNS written by hand for the tests of rules: Service kube-system/kube-dns, its slice, its pod, and a client that asks it.
import type { Namespace } from '../../src/model/namespace.ts'
import type { Ruleset } from '../../src/model/ruleset.ts'
import type { KubernetesObject } from '../../src/model/snapshot.ts'
import type { RuleFacts } from '../../src/rules/rule.ts'
import {
  linkByHand,
  namespaceByHand,
  policyRuleByHand,
  routeByHand,
  snapshotByHand,
  socketByHand,
} from './facts-by-hand.ts'
import { factsOfObjects, queryByHand, unresolvedByHand } from './objects-by-hand.ts'

export interface DnsByHand {
  /** Whether the slice names a ready endpoint. */
  readonly ready?: boolean
  readonly listens?: boolean
  /** The client's own routes lead nowhere. */
  readonly wayBlocked?: boolean
  /** Null: nothing came back. */
  readonly answers?: string | null
  /** The client's question is routed by node-1, where a chain of this name on the forward hook drops it. */
  readonly droppedIn?: string
  readonly objects?: readonly KubernetesObject[]
}

/** shop/web asks 10.244.1.53, where kube-proxy's rules would lead to; the Service has that very address, so that no rules are needed. */
export function dnsFacts(parts: DnsByHand): RuleFacts {
  const { ready = true, listens = true, wayBlocked = false, answers = null, droppedIn } = parts
  const base = snapshotByHand()
  const server = namespaceByHand('kube-system/coredns', 'pod', {
    node: 'node-1',
    links: [linkByHand(12, 'eth0', { addresses: ['10.244.1.53/24'], peer: { namespace: 'node-1', index: 5 } })],
    routes: [
      routeByHand('local 10.244.1.53 dev eth0 table local'),
      routeByHand('default via 10.244.1.1 dev eth0'),
      routeByHand('10.244.1.0/24 dev eth0'),
    ],
    sockets: listens ? [{ ...socketByHand('0.0.0.0', 53, 'coredns', 900), protocol: 'udp', state: 'UNCONN' }] : [],
  })
  const namespaces = base.namespaces.map((one) => {
    if (one.name === 'node-1') {
      const port = linkByHand(5, 'veth-dns', { master: 'cni0', peer: { namespace: server.name, index: 12 } })
      const rulesets = droppedIn === undefined ? [] : [dropping(droppedIn)]
      const routes = [routeByHand('local 10.244.1.1 dev cni0 table local'), ...one.routes]
      return { ...one, links: [...one.links, port], routes, rulesets, sysctls: { ...one.sysctls, ...forwarding } }
    }
    if (one.name === 'shop/web' && droppedIn !== undefined) {
      return { ...one, routes: [routeByHand('10.244.1.53/32 via 10.244.1.1 dev eth0'), ...one.routes] }
    }
    return one.name === 'shop/web' && wayBlocked ? { ...one, routes: [routeByHand('10.0.0.0/24 dev eth0')] } : one
  })
  const silent = { rcode: null, error: 'timeout' as const, server: '10.244.1.53', delayMs: 5000 }
  const query = queryByHand(`db.shop.svc.cluster.local. ${answers ?? 'none'} 30`, answers ? {} : silent)
  const asked = unresolvedByHand({ outcome: answers === 'NXDOMAIN' ? 'EAI_NONAME' : 'EAI_AGAIN', queries: [query] })
  return factsOfObjects([...objects(ready), ...(parts.objects ?? [])], [asked], {
    ...base,
    namespaces: [...namespaces, server].map(withPolicyRules),
  })
}

const forwarding = { 'net.ipv4.conf.cni0.forwarding': '1' }

function dropping(name: string): Ruleset {
  const statements = [{ kind: 'verdict', verdict: { kind: 'drop' } }] as const
  const base = { hook: 'forward', type: 'filter', priority: 0, policy: 'accept', device: null } as const
  const rules = [{ number: 1, handle: null, text: `-A ${name} -j DROP`, comment: null, statements }]
  const chains = [{ name, base, rules }]
  return { backend: 'iptables-nft', tables: [{ family: 'ip', name: 'filter', chains, sets: [] }] }
}

function withPolicyRules(namespace: Namespace): Namespace {
  const policyRules = [policyRuleByHand(0, 'all', 'local'), policyRuleByHand(32766, 'all', 'main')]
  const own = namespace.name === 'shop/web' ? [routeByHand('local 10.244.1.10 dev eth0 table local')] : []
  return { ...namespace, policyRules, routes: [...own, ...namespace.routes] }
}

function objects(ready: boolean): KubernetesObject[] {
  const metadata = { name: 'kube-dns', namespace: 'kube-system' }
  const ports = [{ name: 'dns', port: 53, protocol: 'UDP', targetPort: 53 }]
  return [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { clusterIP: '10.244.1.53', ports, selector: { app: 'dns' } },
    },
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { ...metadata, name: 'kube-dns-1', labels: { 'kubernetes.io/service-name': 'kube-dns' } },
      addressType: 'IPv4',
      ports: [{ name: 'dns', port: 53, protocol: 'UDP' }],
      endpoints: [{ addresses: ['10.244.1.53'], conditions: { ready } }],
    },
  ]
}
