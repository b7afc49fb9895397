// Endpoints that somebody seems to have meant for a Service and that do not reach it, each with what is wrong.
import type { Endpoint } from '../../model/external-service.ts'
import { nearestNames } from '../../model/nearest-names.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import {
  type EndpointsObject,
  endpointsObjects,
  endpointsOf,
  type ServiceObject,
  serviceNameLabel,
  slicesOf,
} from './service-objects.ts'

/** unlabelled: a slice without the Service's label. other-name: it names a Service that is not there. not-mirrored: Endpoints of the
 *  right name without a slice. not-ready: every endpoint is. other-port: its port's name or protocol is not the Service's. */
export type Misdirection = 'unlabelled' | 'other-name' | 'not-mirrored' | 'not-ready' | 'other-port'

export interface MisdirectedEndpoint {
  readonly service: ServiceObject
  readonly why: Misdirection
  readonly source: EndpointsObject
  /** With the ports keyed as the Service has them, so that they lead where they were meant to. */
  readonly endpoint: Endpoint
  /** The Service's port that finds no endpoint; null when none of them does. */
  readonly port: ServiceObject['ports'][number] | null
}

/** Only for Services that have no working endpoint (other-port: no working endpoint for that port). */
export function misdirectedEndpoints(snapshot: Snapshot, services: readonly ServiceObject[]): MisdirectedEndpoint[] {
  const sources = endpointsObjects(snapshot)
  const all = new Set(serviceKeys(snapshot))
  return services
    .filter((service) => service.type !== 'ExternalName')
    .flatMap((service) => {
      const own = slicesOf(service, slicesIn(sources))
      const endpoints = own.flatMap(endpointsOf)
      if (endpoints.some((endpoint) => endpoint.ready)) return otherPorts(service, own)
      if (endpoints.length > 0) return own.flatMap((source) => meant(service, source, 'not-ready'))
      return meantElsewhere(service, services, sources, all)
    })
}

function slicesIn(sources: readonly EndpointsObject[]): EndpointsObject[] {
  return sources.filter((source) => source.kind === 'EndpointSlice')
}

function serviceKeys(snapshot: Snapshot): string[] {
  return snapshot.kubernetes
    .filter((object) => object.kind === 'Service')
    .map((object) => `${object.metadata.namespace ?? 'default'}/${object.metadata.name}`)
}

/** kube-proxy joins by port name and protocol (pkg/proxy/endpointslicecache.go); cluster DNS gives addresses whatever the port. */
function otherPorts(service: ServiceObject, own: readonly EndpointsObject[]): MisdirectedEndpoint[] {
  if (service.type === 'Headless') return []
  return service.ports
    .filter((port) => !own.some((slice) => slice.ports.some((given) => isSamePort(given, port))))
    .flatMap((port) => {
      const free = own.filter((slice) => slice.ports.some((given) => isMeantFor(given, port, service, slice)))
      return free.flatMap((source) => {
        const given = source.ports.find((candidate) => isMeantFor(candidate, port, service, source))
        const ports = [{ name: port.name, port: given?.port ?? null, protocol: port.protocol }]
        return endpointsOf(source).map((endpoint) => ({
          service,
          why: 'other-port' as const,
          source,
          endpoint: { ...endpoint, ports },
          port,
        }))
      })
    })
}

type Port = { readonly name: string; readonly protocol: string }

function isSamePort(given: Port, port: Port): boolean {
  return given.name === port.name && given.protocol === port.protocol
}

/** A port of the slice that no port of the Service takes: the one of that number, or the only one that is left. */
function isMeantFor(
  given: EndpointsObject['ports'][number],
  port: ServiceObject['ports'][number],
  service: ServiceObject,
  slice: EndpointsObject,
): boolean {
  const isFree = (candidate: Port) => !service.ports.some((taken) => isSamePort(candidate, taken))
  const free = slice.ports.filter(isFree)
  return isFree(given) && (free.length === 1 || given.port === port.targetPort || given.port === port.port)
}

/** Slices and Endpoints that belong to no Service, as far as their name, label or port says that they were meant for this one. */
function meantElsewhere(
  service: ServiceObject,
  services: readonly ServiceObject[],
  sources: readonly EndpointsObject[],
  all: ReadonlySet<string>,
): MisdirectedEndpoint[] {
  const mirrored = sources.filter(
    (source) => source.kind === 'Endpoints' && source.namespace === service.namespace && source.name === service.name,
  )
  const unlabelled = sources.filter((source) => source.service === null && namesService(source, service, services))
  const otherName = sources.filter(
    (source) =>
      source.service !== null &&
      !all.has(`${source.namespace}/${source.service}`) &&
      isMeantName(source, source.service, service, all),
  )
  // Endpoints that a slice says too are the copy that the mirroring controller would make: one of the two is told of.
  if (unlabelled.length > 0) return unlabelled.flatMap((source) => meant(service, source, 'unlabelled'))
  if (otherName.length > 0) return otherName.flatMap((source) => meant(service, source, 'other-name'))
  return mirrored.flatMap((source) => meant(service, source, 'not-mirrored'))
}

/** A label that nearly is the right one, or the usual name of a slice: the Service's and a dash. */
function namesService(source: EndpointsObject, service: ServiceObject, services: readonly ServiceObject[]): boolean {
  if (source.namespace !== service.namespace) return false
  if (misspeltLabel(source)?.value === service.name) return true
  if (misspeltLabel(source) !== null) return false
  const longest = services
    .filter((candidate) => candidate.namespace === source.namespace)
    .filter((candidate) => source.name === candidate.name || source.name.startsWith(`${candidate.name}-`))
    .toSorted((first, second) => second.name.length - first.name.length)[0]
  return longest === service
}

/** A label whose name is nearly `kubernetes.io/service-name`: `kubernetes.io/service`, `service-name`. */
export function misspeltLabel(source: EndpointsObject): { readonly key: string; readonly value: string } | null {
  const labels = source.object.metadata.labels ?? {}
  const keys = Object.keys(labels).filter((key) => key !== serviceNameLabel && !key.startsWith('endpointslice.'))
  const [key] = nearestNames(serviceNameLabel, keys)
  const value = key === undefined ? undefined : labels[key]
  return key === undefined || value === undefined ? null : { key, value }
}

/** The same name in another namespace, a name that differs by a few letters, or the only port of that name and number. */
function isMeantName(
  source: EndpointsObject,
  named: string,
  service: ServiceObject,
  all: ReadonlySet<string>,
): boolean {
  if (source.namespace !== service.namespace) return named === service.name && !all.has(`${source.namespace}/${named}`)
  return (
    nearestNames(named, [service.name]).length > 0 ||
    source.ports.some((given) =>
      service.ports.some((port) => given.name !== '' && isSamePort(given, port) && given.port === port.port),
    )
  )
}

function meant(service: ServiceObject, source: EndpointsObject, why: Misdirection): MisdirectedEndpoint[] {
  const ports = service.ports.flatMap((port) => {
    const given =
      source.ports.find((candidate) => isSamePort(candidate, port)) ??
      source.ports.find((candidate) => candidate.port === port.port) ??
      (source.ports.length === 1 ? source.ports[0] : undefined)
    return given ? [{ name: port.name, port: given.port, protocol: port.protocol }] : []
  })
  return endpointsOf(source).map((endpoint) => ({ service, why, source, endpoint: { ...endpoint, ports }, port: null }))
}
