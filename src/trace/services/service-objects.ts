// Services, EndpointSlices and Endpoints read from raw objects: what is missing or of another type counts as not set.
import type { Endpoint } from '../../model/external-service.ts'
import type { Family, Protocol } from '../../model/packet.ts'
import type { FactId, KubernetesObject, Snapshot } from '../../model/snapshot.ts'
import { parseAddress } from '../address.ts'

export interface ServiceObject {
  readonly object: KubernetesObject
  readonly fact: FactId
  readonly namespace: string
  readonly name: string
  readonly type: 'ClusterIP' | 'Headless' | 'ExternalName'
  readonly selector: Readonly<Record<string, unknown>>
  readonly clusterIps: readonly string[]
  readonly externalName: string | null
  readonly ipFamilies: readonly Family[]
  readonly ports: readonly {
    readonly name: string
    readonly port: number
    readonly targetPort: number | string | null
    readonly protocol: Protocol
  }[]
}

/** An EndpointSlice, or an Endpoints object taken apart as the mirroring controller would. */
export interface EndpointsObject {
  readonly object: KubernetesObject
  readonly fact: FactId
  readonly kind: 'EndpointSlice' | 'Endpoints'
  readonly namespace: string
  readonly name: string
  /** The Service that the label names; for Endpoints the one of its own name. */
  readonly service: string | null
  readonly addressType: string
  readonly ports: readonly { readonly name: string; readonly port: number | null; readonly protocol: Protocol }[]
  readonly endpoints: readonly {
    readonly addresses: readonly string[]
    readonly ready: boolean
    /** Under which it can be asked for alone. */
    readonly hostname: string | null
    readonly isPod: boolean
  }[]
}

export const serviceNameLabel = 'kubernetes.io/service-name'

export function serviceObjects({ kubernetes }: Snapshot): readonly ServiceObject[] {
  const known = services.get(kubernetes)
  if (known) return known
  const found = kubernetes.filter((object) => object.kind === 'Service').map(serviceObject)
  services.set(kubernetes, found)
  return found
}

/** A cluster of 500 Services is asked for them at each of its connections. */
const services = new WeakMap<Snapshot['kubernetes'], readonly ServiceObject[]>()
const endpoints = new WeakMap<Snapshot['kubernetes'], readonly EndpointsObject[]>()

/** EndpointSlices first, then Endpoints, each in the order of the snapshot. */
export function endpointsObjects({ kubernetes }: Snapshot): readonly EndpointsObject[] {
  const known = endpoints.get(kubernetes)
  if (known) return known
  const slices = kubernetes.filter((object) => object.kind === 'EndpointSlice').map(endpointSlice)
  const legacy = kubernetes.filter((object) => object.kind === 'Endpoints').flatMap(subsetsOf)
  const found = [...slices, ...legacy]
  endpoints.set(kubernetes, found)
  return found
}

/** Without a selector, or an ExternalName; not when its endpoints are pods all the same. `slices`: those with its label. */
export function pointsOutside(service: ServiceObject, slices: readonly EndpointsObject[]): boolean {
  if (service.type === 'ExternalName') return true
  if (Object.keys(service.selector).length > 0) return false
  const endpoints = slices.flatMap((slice) => slice.endpoints)
  return endpoints.length === 0 || endpoints.some((endpoint) => !endpoint.isPod)
}

/** What is no address of its slice's family is in nobody's answers. */
export function endpointsOf(slice: EndpointsObject): Endpoint[] {
  return slice.endpoints.flatMap(({ addresses, ready }) =>
    addresses.flatMap((text) => {
      const address = parseAddress(text)
      if (!address || slice.addressType !== `IPv${address.family}`) return []
      return [{ family: address.family, address: address.text, ready, ports: slice.ports, fact: slice.fact }]
    }),
  )
}

export function objectFact({ kind, metadata }: KubernetesObject): FactId {
  return `#object/${kind}/${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name}`
}

function serviceObject(object: KubernetesObject): ServiceObject {
  const spec = record(object.spec)
  const clusterIps = texts(spec.clusterIPs).length > 0 ? texts(spec.clusterIPs) : texts([spec.clusterIP])
  const isName = spec.type === 'ExternalName'
  return {
    object,
    fact: objectFact(object),
    namespace: object.metadata.namespace ?? 'default',
    name: object.metadata.name,
    type: isName ? 'ExternalName' : clusterIps[0] === 'None' ? 'Headless' : 'ClusterIP',
    selector: record(spec.selector),
    clusterIps: isName ? [] : clusterIps.filter((address) => parseAddress(address) !== null),
    externalName: isName && typeof spec.externalName === 'string' ? spec.externalName : null,
    ipFamilies: texts(spec.ipFamilies).map((family) => (family === 'IPv6' ? 6 : 4)),
    ports: list(spec.ports).flatMap((entry) => {
      const port = record(entry)
      if (typeof port.port !== 'number') return []
      const { targetPort } = port
      return {
        name: typeof port.name === 'string' ? port.name : '',
        port: port.port,
        targetPort: typeof targetPort === 'number' || typeof targetPort === 'string' ? targetPort : null,
        protocol: protocolOf(port.protocol),
      }
    }),
  }
}

/** k8s.io/api/discovery/v1: an endpoint whose readiness is not told counts as ready. */
function endpointSlice(object: KubernetesObject): EndpointsObject {
  return {
    object,
    fact: objectFact(object),
    kind: 'EndpointSlice',
    namespace: object.metadata.namespace ?? 'default',
    name: object.metadata.name,
    service: object.metadata.labels?.[serviceNameLabel] ?? null,
    addressType: typeof object.addressType === 'string' ? object.addressType : '',
    ports: endpointPorts(object.ports),
    endpoints: list(object.endpoints).map((entry) => {
      const endpoint = record(entry)
      return {
        addresses: texts(endpoint.addresses),
        ready: record(endpoint.conditions).ready !== false,
        hostname: hostnameOf(endpoint.hostname),
        isPod: record(endpoint.targetRef).kind === 'Pod',
      }
    }),
  }
}

function subsetsOf(object: KubernetesObject): EndpointsObject[] {
  return list(object.subsets).map((entry) => {
    const subset = record(entry)
    const endpoints = (addresses: unknown, ready: boolean) =>
      list(addresses).map((address) => ({
        addresses: texts([record(address).ip]),
        ready,
        hostname: hostnameOf(record(address).hostname),
        isPod: record(record(address).targetRef).kind === 'Pod',
      }))
    const all = [...endpoints(subset.addresses, true), ...endpoints(subset.notReadyAddresses, false)]
    return {
      object,
      fact: objectFact(object),
      kind: 'Endpoints',
      namespace: object.metadata.namespace ?? 'default',
      name: object.metadata.name,
      service: object.metadata.name,
      addressType: all[0]?.addresses[0]?.includes(':') ? 'IPv6' : 'IPv4',
      ports: endpointPorts(subset.ports),
      endpoints: all,
    }
  })
}

function endpointPorts(ports: unknown): EndpointsObject['ports'] {
  return list(ports).map((entry) => {
    const port = record(entry)
    return {
      name: typeof port.name === 'string' ? port.name : '',
      port: typeof port.port === 'number' ? port.port : null,
      protocol: protocolOf(port.protocol),
    }
  })
}

function hostnameOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value.toLowerCase() : null
}

function protocolOf(value: unknown): Protocol {
  return value === 'UDP' ? 'udp' : 'tcp'
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function texts(values: unknown): string[] {
  return list(values).filter((value): value is string => typeof value === 'string' && value !== '')
}
