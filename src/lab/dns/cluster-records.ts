// Kubernetes objects as CoreDNS keeps them: Services, and endpoints by the Service that their slice's label names.
import type { KubernetesObject } from '../../model/snapshot.ts'

export interface ClusterRecords {
  readonly hasNamespace: (name: string) => boolean
  readonly service: (name: string, namespace: string) => ServiceRecord | undefined
  readonly endpoints: (service: string, namespace: string) => readonly EndpointRecord[]
  readonly services: readonly ServiceRecord[]
  readonly podAddresses: (namespace: string) => readonly string[]
  /** Unix seconds of the moment they were read: the SOA's serial. */
  readonly serial: number
}

export interface ServiceRecord {
  readonly name: string
  readonly namespace: string
  /** `None` alone for a headless Service. */
  readonly clusterIps: readonly string[]
  readonly headless: boolean
  readonly externalName: string | null
  /** A Service without ports has one with port -1, which gives addresses and no SRV record. */
  readonly ports: readonly PortRecord[]
}

export interface PortRecord {
  readonly name: string
  readonly protocol: string
  readonly port: number
}

export interface EndpointRecord {
  readonly address: string
  readonly hostname: string
  readonly ports: readonly PortRecord[]
}

export function clusterRecords(objects: readonly KubernetesObject[], serial: number): ClusterRecords {
  const services = objects.filter((object) => object.kind === 'Service').map(serviceRecord)
  const byName = new Map(services.map((service) => [`${service.name}.${service.namespace}`, service] as const))
  const slices = new Map<string, KubernetesObject[]>()
  for (const slice of objects.filter((object) => object.kind === 'EndpointSlice')) {
    const key = `${slice.metadata.labels?.['kubernetes.io/service-name'] ?? ''}.${namespaceOf(slice)}`
    slices.set(key, [...(slices.get(key) ?? []), slice])
  }
  const namespaces = new Set(
    objects.filter((object) => object.kind === 'Namespace').map((object) => object.metadata.name),
  )
  return {
    hasNamespace: (name) => namespaces.has(name),
    service: (name, namespace) => byName.get(`${name}.${namespace}`),
    endpoints: (service, namespace) => (slices.get(`${service}.${namespace}`) ?? []).flatMap(endpointRecords),
    services,
    podAddresses: (namespace) =>
      objects
        .filter((object) => object.kind === 'Pod' && namespaceOf(object) === namespace)
        .map((pod) => (pod as { status?: { podIP?: string } }).status?.podIP ?? ''),
    serial,
  }
}

interface PortSpec {
  readonly name?: string | null
  readonly protocol?: string | null
  readonly port?: number | null
}

/** plugin/kubernetes/object/service.go, ToService. */
function serviceRecord(object: KubernetesObject): ServiceRecord {
  const spec = (object.spec ?? {}) as {
    type?: string
    clusterIP?: string
    clusterIPs?: readonly string[]
    externalName?: string
    ports?: readonly PortSpec[] | null
  }
  const clusterIps = spec.clusterIPs && spec.clusterIPs.length > 0 ? spec.clusterIPs : [spec.clusterIP ?? '']
  return {
    name: object.metadata.name,
    namespace: namespaceOf(object),
    clusterIps,
    headless: clusterIps[0] === 'None',
    externalName: spec.type === 'ExternalName' ? (spec.externalName ?? '') : null,
    ports: portRecords(spec.ports),
  }
}

/** plugin/kubernetes/object/endpoint.go: an endpoint without a ready condition is ready; all addresses of one are taken. */
function endpointRecords(object: KubernetesObject): EndpointRecord[] {
  const slice = object as unknown as {
    ports?: readonly PortSpec[] | null
    endpoints?:
      | readonly { addresses?: readonly string[]; hostname?: string | null; conditions?: { ready?: boolean | null } }[]
      | null
  }
  const ports = portRecords(slice.ports)
  return (slice.endpoints ?? [])
    .filter((endpoint) => endpoint.conditions?.ready ?? true)
    .flatMap((endpoint) =>
      (endpoint.addresses ?? []).map((address) => ({
        address,
        hostname: endpoint.hostname || dashedAddress(address),
        ports,
      })),
    )
}

function portRecords(ports: readonly PortSpec[] | null | undefined): PortRecord[] {
  if (!ports || ports.length === 0) return [{ name: '', protocol: '', port: -1 }]
  return ports.map((port) => ({
    name: port.name ?? '',
    protocol: (port.protocol ?? 'TCP').toLowerCase(),
    port: port.port ?? -1,
  }))
}

/** `10-244-1-10`; an IPv6 address that ends in a colon gets a 0, as a label may not end in a dash. */
function dashedAddress(address: string): string {
  return address.replaceAll(/[.:]/g, '-').replace(/-$/, '-0')
}

function namespaceOf(object: KubernetesObject): string {
  return object.metadata.namespace ?? 'default'
}
