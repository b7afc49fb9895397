// A packet that a network policy's engine stopped on the pod's own node, while the objects say that no policy lets it out.

import type { Evidence, Fix } from '../model/finding.ts'
import type { PacketSummary } from '../model/packet.ts'
import type { KubernetesObject, Snapshot } from '../model/snapshot.ts'
import { endpointsObjects } from '../trace/services/service-objects.ts'
import type { FailingPath } from './failing-paths.ts'
import { hostPrefix } from './ip-command.ts'
import { allowsPacket, egressPolicies, type NetworkPolicy, type Selector } from './network-policies.ts'
import { packetAt } from './packet-at.ts'
import { egressText, selectorText } from './policy-text.ts'
import { type StoppingRule, stoppingRule } from './stopping-rule.ts'
import { objectName } from './wired-service.ts'

export interface PolicyDenial {
  readonly stopped: StoppingRule
  /** `kube-router`, `Calico`: whose chain it is. */
  readonly engine: string
  /** All that select the client and are of type Egress; at least one. */
  readonly policies: readonly NetworkPolicy[]
  readonly packet: PacketSummary
}

/** Null where the objects let it through: then whoever wrote the rule has something else in mind. */
export function policyDenial(failing: FailingPath, snapshot: Snapshot): PolicyDenial | null {
  const { connection, direction } = failing
  const stopped = direction === 'request' ? stoppingRule(failing, snapshot) : null
  if (!stopped || stopped.place.namespace !== connection.from.node) return null
  const engine = engines.find(({ chain }) => chain.test(stopped.place.chain.name))
  const policies = egressPolicies(snapshot, connection.from.namespace)
  const packet = packetAt(failing)
  if (!engine || policies.length === 0 || allowsPacket(policies, packet, snapshot)) return null
  return { stopped, engine: engine.name, policies, packet }
}

/** Chains of a pod's policies: pkg/controllers/netpol of kube-router (k3s has it built in), felix/rules of Calico (in nftables mode
 *  its chains are called filter-cali-…). A chain of the pod's own address or of the link from it: what goes out. */
const engines = [
  { name: 'kube-router', chain: /^KUBE-(?:POD-FW|NWPLCY)-/ },
  { name: 'Calico', chain: /^(?:filter-)?cali-(?:fw|po|pro|tw|pi|pri)-/ },
] as const

export function policyNames(policies: readonly NetworkPolicy[]): string {
  return `NetworkPolicy ${policies.map(({ name }) => name).join(' and ')}`
}

export function policyEvidence({ policies }: PolicyDenial): Evidence[] {
  return policies.map(({ name, egress, object }) => {
    const { podSelector } = (object.spec ?? {}) as { podSelector?: Selector }
    const rules = egress.map(egressText).join('; ') || 'nothing'
    return { kind: 'object', text: `NetworkPolicy ${name}: for ${selectorText(podSelector)}, lets out ${rules}` }
  })
}

/** A policy of its own: it goes when it is no longer wanted, and the others stay as they are. */
export function allowByPolicy(
  { policies, packet }: PolicyDenial,
  { title, name, to, ports }: { title: string; name: string; to: unknown; ports: readonly ('TCP' | 'UDP')[] },
): Fix {
  const [first] = policies
  const spec = (first?.object.spec ?? {}) as { podSelector?: unknown }
  const body: KubernetesObject = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, namespace: first?.object.metadata.namespace ?? 'default' },
    spec: {
      podSelector: spec.podSelector ?? {},
      policyTypes: ['Egress'],
      egress: [{ to: [to], ports: ports.map((protocol) => ({ protocol, port: packet.destinationPort })) }],
    },
  }
  return {
    title,
    reversible: true,
    widens: [
      { source: `pods of ${first?.name ?? 'it'}`, destination: packet.destination, port: packet.destinationPort },
    ],
    actions: [{ kind: 'kubernetes', verb: 'create', object: objectName(body), body }],
  }
}

/** To every pod of cluster DNS, whatever its address. */
export function allowDns(denial: PolicyDenial): Fix {
  return allowByPolicy(
    { ...denial, packet: { ...denial.packet, destination: 'cluster DNS', destinationPort: 53 } },
    {
      title: 'Let these pods ask cluster DNS',
      name: 'allow-cluster-dns',
      to: {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
        podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
      },
      ports: ['UDP', 'TCP'],
    },
  )
}

/** No question to any pod of cluster DNS is let out. */
export function deniesDns({ policies, packet }: PolicyDenial, snapshot: Snapshot): boolean {
  const addresses = endpointsObjects(snapshot)
    .filter(({ namespace, service }) => namespace === 'kube-system' && service === 'kube-dns')
    .flatMap(({ endpoints }) => endpoints.flatMap((endpoint) => endpoint.addresses))
  const question = { ...packet, protocol: 'udp', destinationPort: 53 } as const
  return (
    addresses.length > 0 &&
    !addresses.some((destination) => allowsPacket(policies, { ...question, destination }, snapshot))
  )
}

export function blockOf(address: string): unknown {
  return { ipBlock: { cidr: hostPrefix(address) } }
}
