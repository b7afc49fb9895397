// Service ports and their endpoints as kube-proxy keys them: namespace, name, port name and protocol, one address family at a time.
import type { Family } from '../../model/packet.ts'
import type { KubernetesObject } from '../../model/snapshot.ts'

export interface ProxiedPort {
  /** `shop/db:postgres`, or `shop/db` where the port has no name. */
  readonly name: string
  readonly protocol: 'tcp' | 'udp'
  readonly clusterIp: string
  /** Addresses that the Service claims besides. */
  readonly externalIps: readonly string[]
  readonly port: number
  /** Sticky for so many seconds; null for none. */
  readonly affinitySeconds: number | null
  readonly internalTrafficPolicy: 'Cluster' | 'Local'
  readonly endpoints: readonly ProxiedEndpoint[]
}

export interface ProxiedEndpoint {
  readonly address: string
  readonly port: number
  readonly nodeName: string | null
}

/** pkg/proxy/servicechangetracker.go and endpointslicecache.go of Kubernetes 1.34. */
export function proxiedPorts(objects: readonly KubernetesObject[], family: Family): ProxiedPort[] {
  const slices = objects.filter((object) => object.kind === 'EndpointSlice').map((object) => object as unknown as Slice)
  return objects
    .filter((object) => object.kind === 'Service')
    .map((object) => object as unknown as Service)
    .filter(isProxied)
    .flatMap((service) => portsOf(service, slices, family))
}

interface Service {
  readonly metadata: {
    readonly name: string
    readonly namespace?: string
    readonly labels?: Readonly<Record<string, string>>
  }
  readonly spec?: {
    readonly type?: string
    readonly clusterIP?: string
    readonly clusterIPs?: readonly string[]
    readonly externalIPs?: readonly string[]
    readonly internalTrafficPolicy?: 'Cluster' | 'Local'
    readonly sessionAffinity?: string
    readonly sessionAffinityConfig?: { readonly clientIP?: { readonly timeoutSeconds?: number } }
    readonly ports?: readonly { readonly name?: string; readonly port: number; readonly protocol?: string }[]
  }
}

interface Slice {
  readonly metadata: {
    readonly name: string
    readonly namespace?: string
    readonly labels?: Readonly<Record<string, string>>
  }
  readonly addressType?: string
  readonly ports?:
    | readonly { readonly name?: string; readonly port?: number | null; readonly protocol?: string }[]
    | null
  readonly endpoints?:
    | readonly {
        readonly addresses?: readonly string[]
        readonly conditions?: { readonly ready?: boolean; readonly serving?: boolean; readonly terminating?: boolean }
        readonly nodeName?: string
      }[]
    | null
}

/** Left to others: what another proxy serves, headless Services, names. */
function isProxied(service: Service): boolean {
  const labels = service.metadata.labels ?? {}
  return (
    !('service.kubernetes.io/service-proxy-name' in labels) &&
    !('service.kubernetes.io/headless' in labels) &&
    service.spec?.type !== 'ExternalName' &&
    (service.spec?.clusterIP ?? '') !== '' &&
    service.spec?.clusterIP !== 'None'
  )
}

function portsOf(service: Service, slices: readonly Slice[], family: Family): ProxiedPort[] {
  const addresses = service.spec?.clusterIPs ?? [service.spec?.clusterIP ?? '']
  const clusterIp = addresses.find((address) => address.includes(':') === (family === 6))
  if (clusterIp === undefined) return []
  const namespace = service.metadata.namespace ?? 'default'
  const own = slices.filter(
    (slice) =>
      (slice.metadata.namespace ?? 'default') === namespace &&
      slice.metadata.labels?.['kubernetes.io/service-name'] === service.metadata.name &&
      slice.addressType === `IPv${family}`,
  )
  return (service.spec?.ports ?? [])
    .filter((port) => port.protocol !== 'SCTP')
    .map((port) => ({
      name: `${namespace}/${service.metadata.name}${port.name ? `:${port.name}` : ''}`,
      protocol: port.protocol === 'UDP' ? 'udp' : 'tcp',
      clusterIp,
      externalIps: (service.spec?.externalIPs ?? []).filter((address) => address.includes(':') === (family === 6)),
      port: port.port,
      affinitySeconds:
        service.spec?.sessionAffinity === 'ClientIP'
          ? (service.spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? 10_800)
          : null,
      internalTrafficPolicy: service.spec?.internalTrafficPolicy ?? 'Cluster',
      endpoints: endpointsOf(own, port.name ?? '', port.protocol ?? 'TCP'),
    }))
}

/** Ready endpoints, and where there is none, those that end but still serve (pkg/proxy/topology.go). */
function endpointsOf(slices: readonly Slice[], portName: string, protocol: string): ProxiedEndpoint[] {
  const found = slices.flatMap((slice) =>
    (slice.ports ?? [])
      .filter((port) => (port.name ?? '') === portName && (port.protocol ?? 'TCP') === protocol)
      .flatMap((port) => (slice.endpoints ?? []).map((endpoint) => ({ endpoint, port: port.port }))),
  )
  const ready = found.filter(({ endpoint }) => endpoint.conditions?.ready ?? true)
  const ending = found.filter(
    ({ endpoint }) => endpoint.conditions?.serving === true && endpoint.conditions.terminating === true,
  )
  const unique = new Map<string, ProxiedEndpoint>()
  for (const { endpoint, port } of ready.length > 0 ? ready : ending) {
    const address = endpoint.addresses?.[0]
    if (address === undefined || port === undefined || port === null || port === 0) continue
    unique.set(`${address} ${port}`, { address, port, nodeName: endpoint.nodeName ?? null })
  }
  return [...unique.values()]
}
