// What findings about a Service's objects have in common: their subject, the clients that suffer, the objects in words.
import type { Connection } from '../model/connection.ts'
import type { ExternalService } from '../model/external-service.ts'
import type { Evidence, Finding, Severity, Subject } from '../model/finding.ts'
import type { KubernetesObject } from '../model/snapshot.ts'
import type { EndpointsObject, ServiceObject } from '../trace/services/service-objects.ts'
import { answersOtherName } from './answers-other-name.ts'
import { affectsOf } from './finding-about.ts'

type AnyService = Pick<ExternalService, 'namespace' | 'name' | 'ports'>

/** With the port that is concerned, or the only one that there is. */
export function serviceSubject(service: AnyService, port?: number): Subject {
  const only = service.ports.length === 1 ? (service.ports[0]?.port ?? null) : null
  return { kind: 'Service', namespace: service.namespace, name: service.name, port: port ?? only }
}

/** Clients for whom it fails; a warning while every client that tried still gets through. */
export function sufferers(
  connections: readonly Connection[],
  service: AnyService,
  port?: number,
): { readonly affects: Finding['affects']; readonly severity: Severity } {
  const own = connections.filter(
    (connection) =>
      !connection.hypothetical &&
      connection.service?.namespace === service.namespace &&
      connection.service.name === service.name &&
      (port === undefined || connection.service.port === port),
  )
  const failing = own.filter(fails)
  const clients = new Map(failing.flatMap(affectsOf).map((client) => [client.from, client] as const))
  return { affects: [...clients.values()], severity: failing.length === 0 && own.length > 0 ? 'warning' : 'error' }
}

/** What a real client saw counts for more than what the facts say. */
function fails(connection: Connection): boolean {
  const { asked, expected, measurement, paths, to } = connection
  if (answersOtherName(connection)) return true
  if (measurement?.status === 'run') return measurement.outcome !== 'connected'
  if (to.address === null) return asked ? asked.outcome !== 'resolved' : expected?.outcome !== 'undetermined'
  return paths.some((path) => path.client.outcome !== null && path.client.outcome !== 'connected')
}

/** What it means to a client that a Service has no endpoint. */
export function withoutEndpoint(service: Pick<ServiceObject, 'type' | 'clusterIps'>): string {
  return service.type === 'Headless'
    ? 'its name has no address'
    : `every connection to ${service.clusterIps.join(' or ')} is refused`
}

/** `kubectl get endpointslice NAME -o wide`, in one line. */
export function sourceEvidence(source: EndpointsObject): Evidence {
  const labels = Object.entries(source.object.metadata.labels ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .sort()
  const ports = source.ports.map(
    (port) => `${port.name || '(no name)'} ${port.port ?? '*'}/${port.protocol.toUpperCase()}`,
  )
  const parts = [
    ...(source.kind === 'EndpointSlice' ? [`labels ${labels.join(',') || 'none'}`] : []),
    `endpoints ${addressesOf(source)}`,
    `ports ${ports.join(', ') || 'none'}`,
  ]
  return { kind: 'object', text: `${sourceName(source)}: ${parts.join('; ')}` }
}

export function serviceEvidence({
  object,
  namespace,
  name,
}: Pick<ServiceObject, 'object' | 'namespace' | 'name'>): Evidence {
  const { type, clusterIP, externalName, ports } = (object.spec ?? {}) as {
    readonly type?: string
    readonly clusterIP?: string
    readonly externalName?: string
    readonly ports?: readonly { readonly name?: string; readonly port?: number; readonly protocol?: string }[]
  }
  const list = (ports ?? []).map((port) => `${port.name ?? '(no name)'} ${port.port}/${port.protocol ?? 'TCP'}`)
  const target = externalName === undefined ? `clusterIP ${clusterIP ?? 'none'}` : `externalName ${externalName}`
  return {
    kind: 'object',
    text: `Service ${namespace}/${name}: type ${type ?? 'ClusterIP'}; ${target}; ports ${list.join(', ') || 'none'}`,
  }
}

export function sourceName({ kind, namespace, name }: Pick<EndpointsObject, 'kind' | 'namespace' | 'name'>): string {
  return `${kind} ${namespace}/${name}`
}

/** `172.18.0.4`, `172.18.0.4 and 1 more`. */
export function addressesOf({ endpoints }: EndpointsObject): string {
  const [first, ...rest] = endpoints.flatMap((endpoint) => endpoint.addresses)
  return first === undefined ? 'none' : rest.length === 0 ? first : `${first} and ${rest.length} more`
}

export function objectName({ apiVersion, kind, metadata }: KubernetesObject): {
  readonly apiVersion: string
  readonly kind: string
  readonly namespace: string | null
  readonly name: string
} {
  return { apiVersion, kind, namespace: metadata.namespace ?? null, name: metadata.name }
}

export function kubectlGet(kind: string, namespace: string, ...rest: readonly string[]) {
  return { where: 'cluster', argv: ['kubectl', '-n', namespace, 'get', kind, ...rest] }
}
