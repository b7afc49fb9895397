// Which namespaces try a Service: every pod of a small network, one of each node in a cluster.
import type { ExternalService } from '../../model/external-service.ts'
import type { Namespace } from '../../model/namespace.ts'
import type { Snapshot } from '../../model/snapshot.ts'

export interface Clients {
  readonly all: readonly Namespace[]
  /** Null: a target without a Service. */
  tries(client: Namespace, service: ExternalService | null): boolean
}

export function chooseClients(snapshot: Snapshot): Clients {
  const pods = clientPods(snapshot)
  if (snapshot.clients !== 'one-a-node') return { all: pods, tries: () => true }
  const nodes = snapshot.namespaces.filter((namespace) => namespace.role === 'node')
  const candidates = nodes.map((node) => ({ node, pods: pods.filter((pod) => pod.node === node.name) }))
  const chosen = new Map<string, ReadonlySet<string>>()
  const choose = (space: string): ReadonlySet<string> => {
    const known = chosen.get(space)
    if (known) return known
    const names = new Set(candidates.map((one) => chooseOn(one.node, one.pods, space).name))
    chosen.set(space, names)
    return names
  }
  // Pods of kube-system are guests of every node; a user's own come first.
  const spaceOf = (service: ExternalService | null): string => service?.namespace ?? ''
  return { all: [...pods, ...nodes], tries: (client, service) => choose(spaceOf(service)).has(client.name) }
}

/** A pod of the Service's own namespace, else any, else the node itself. */
function chooseOn(node: Namespace, pods: readonly Namespace[], space: string): Namespace {
  const sorted = pods.toSorted((one, other) => (one.name < other.name ? -1 : 1))
  return (
    sorted.find((pod) => pod.name.startsWith(`${space}/`)) ??
    sorted.find((pod) => !pod.name.startsWith('kube-system/')) ??
    sorted[0] ??
    node
  )
}

/** Pods that are clients: all but cluster DNS's own. */
function clientPods(snapshot: Snapshot): Namespace[] {
  const dnsPods = new Set(
    snapshot.kubernetes
      .filter((object) => object.kind === 'Pod' && object.metadata.labels?.['k8s-app'] === 'kube-dns')
      .map((object) => `${object.metadata.namespace ?? 'default'}/${object.metadata.name}`),
  )
  const dnsAddresses = new Set(
    snapshot.kubernetes
      .filter(
        (object) =>
          object.kind === 'EndpointSlice' &&
          object.metadata.namespace === 'kube-system' &&
          object.metadata.labels?.['kubernetes.io/service-name'] === 'kube-dns',
      )
      .flatMap((slice) => (Array.isArray(slice.endpoints) ? slice.endpoints : []))
      .flatMap((endpoint: { addresses?: readonly string[] }) => endpoint.addresses ?? []),
  )
  const isDns = (pod: Namespace): boolean =>
    dnsPods.has(pod.name) || pod.links.some((link) => link.addresses.some((entry) => dnsAddresses.has(entry.address)))
  return snapshot.namespaces.filter((namespace) => namespace.role === 'pod' && !isDns(namespace))
}
