// What NetworkPolicies say of a pod's outgoing packets, by the objects alone: which select it, and whether one lets a packet out.
import type { PacketSummary } from '../model/packet.ts'
import type { KubernetesObject, Snapshot } from '../model/snapshot.ts'
import { isInside } from './packet-at.ts'

export interface NetworkPolicy {
  readonly object: KubernetesObject
  /** `shop/no-egress`. */
  readonly name: string
  readonly egress: readonly EgressRule[]
}

export interface EgressRule {
  readonly to?: readonly Peer[]
  readonly ports?: readonly { readonly protocol?: string; readonly port?: number | string; readonly endPort?: number }[]
}

interface Peer {
  readonly ipBlock?: { readonly cidr?: string; readonly except?: readonly string[] }
  readonly podSelector?: Selector
  readonly namespaceSelector?: Selector
}

export interface Selector {
  readonly matchLabels?: Readonly<Record<string, string>>
  readonly matchExpressions?: readonly {
    readonly key?: string
    readonly operator?: string
    readonly values?: readonly string[]
  }[]
}

type Labels = Readonly<Record<string, string>>

/** Those that forbid the pod (`shop/web`) all outgoing packets but the ones that they name. */
export function egressPolicies({ kubernetes }: Snapshot, pod: string): NetworkPolicy[] {
  const object = kubernetes.find((one) => one.kind === 'Pod' && nameOf(one) === pod)
  if (!object) return []
  const labels = object.metadata.labels ?? {}
  return kubernetes.flatMap((policy) => {
    if (policy.kind !== 'NetworkPolicy' || namespaceOf(policy) !== namespaceOf(object)) return []
    const spec = (policy.spec ?? {}) as {
      podSelector?: Selector
      policyTypes?: readonly string[]
      egress?: readonly EgressRule[]
    }
    // Without policyTypes a policy is of type Egress when it has such rules (k8s.io/api/networking/v1, NetworkPolicySpec).
    const isEgress = spec.policyTypes?.includes('Egress') ?? (spec.egress ?? []).length > 0
    if (!isEgress || !selects(spec.podSelector, labels)) return []
    return [{ object: policy, name: nameOf(policy), egress: spec.egress ?? [] }]
  })
}

/** One rule of one of them suffices. What the objects cannot tell (a port by name) counts as allowed. */
export function allowsPacket(policies: readonly NetworkPolicy[], packet: PacketSummary, snapshot: Snapshot): boolean {
  return policies.some(({ object, egress }) =>
    egress.some(({ to = [], ports = [] }) => {
      const isTo = to.length === 0 || to.some((peer) => isPeer(peer, namespaceOf(object), packet.destination, snapshot))
      return isTo && (ports.length === 0 || ports.some((port) => isPort(port, packet)))
    }),
  )
}

/** Pods are meant by selectors alone; what is outside the cluster is meant by its address. */
function isPeer(peer: Peer, namespace: string, address: string, { kubernetes }: Snapshot): boolean {
  if (peer.ipBlock) {
    const { cidr = '', except = [] } = peer.ipBlock
    return isInside(address, [cidr]) && !isInside(address, except)
  }
  const pod = kubernetes.find((one) => one.kind === 'Pod' && addressesOf(one).includes(address))
  if (!pod) return false
  const own = kubernetes.find((one) => one.kind === 'Namespace' && one.metadata.name === namespaceOf(pod))
  const isThere = peer.namespaceSelector
    ? selects(peer.namespaceSelector, {
        'kubernetes.io/metadata.name': namespaceOf(pod),
        ...(own?.metadata.labels ?? {}),
      })
    : namespaceOf(pod) === namespace
  return isThere && selects(peer.podSelector, pod.metadata.labels ?? {})
}

function isPort(
  { protocol = 'TCP', port, endPort }: NonNullable<EgressRule['ports']>[number],
  packet: PacketSummary,
): boolean {
  if (protocol.toLowerCase() !== packet.protocol) return false
  if (typeof port !== 'number') return true
  return packet.destinationPort >= port && packet.destinationPort <= (endPort ?? port)
}

/** An empty selector, or none, takes all. */
function selects({ matchLabels = {}, matchExpressions = [] }: Selector = {}, labels: Labels): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key = '', operator, values = [] }) => {
      const value = labels[key]
      switch (operator) {
        case 'In':
          return value !== undefined && values.includes(value)
        case 'NotIn':
          return value === undefined || !values.includes(value)
        case 'Exists':
          return value !== undefined
        case 'DoesNotExist':
          return value === undefined
        default:
          return false
      }
    })
  )
}

function addressesOf({ status }: KubernetesObject): string[] {
  const { podIP, podIPs = [] } = (status ?? {}) as { podIP?: string; podIPs?: readonly { ip?: string }[] }
  return [podIP, ...podIPs.map(({ ip }) => ip)].filter((one) => one !== undefined)
}

function nameOf(object: KubernetesObject): string {
  return `${namespaceOf(object)}/${object.metadata.name}`
}

function namespaceOf({ metadata }: KubernetesObject): string {
  return metadata.namespace ?? 'default'
}
