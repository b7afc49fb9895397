// Endpoints that somebody seems to have meant for a Service and that do not reach it, each with what is wrong.
import type { Endpoint } from '../../model/external-service.ts'
import { nearestNames } from '../../model/nearest-names.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import {
  type EndpointsObject,
  endpointsObjects,
  endpointsOf,
  pointsOutside,
  type ServiceObject,
  serviceNameLabel,
  serviceObjects,
} from './service-objects.ts'

/** unlabelled: a slice without the Service's label. other-name: it names a Service that is not there. not-mirrored: Endpoints of the
 *  right name without a slice. not-ready: every endpoint is. other-port: its port's name or protocol is not the Service's.
 *  overwritten: Endpoints of the right name, and the Service has a selector that finds nothing. */
export type Misdirection = 'unlabelled' | 'other-name' | 'not-mirrored' | 'not-ready' | 'other-port' | 'overwritten'

export interface MisdirectedEndpoint {
  readonly service: ServiceObject
  readonly why: Misdirection
  readonly source: EndpointsObject
  /** With the ports keyed as the Service has them, so that they lead where they were meant to. */
  readonly endpoint: Endpoint
  /** The Service's port that finds no endpoint; null when none of them does. */
  readonly port: ServiceObject['ports'][number] | null
}

const remembered = new WeakMap<Snapshot, readonly MisdirectedEndpoint[]>()

/** Of Services that point outside and have no working endpoint (other-port: none for that port). Found once a snapshot. */
export function misdirectedEndpoints(snapshot: Snapshot): readonly MisdirectedEndpoint[] {
  const known = remembered.get(snapshot)
  if (known) return known
  const found = findMisdirected(snapshot)
  remembered.set(snapshot, found)
  return found
}

function findMisdirected(snapshot: Snapshot): MisdirectedEndpoint[] {
  const sources = endpointsObjects(snapshot)
  const services = serviceObjects(snapshot)
  const labelled = groupBy(slicesIn(sources), (source) => `${source.namespace}/${source.service}`)
  const outside = services.filter((service) => pointsOutside(service, labelled.get(keyOf(service)) ?? []))
  const all = new Set(services.map(keyOf))
  const stray = sources.filter(
    (source) => source.kind === 'Endpoints' || !all.has(`${source.namespace}/${source.service}`),
  )
  const elsewhere: Elsewhere = {
    all,
    outside,
    byNamespace: groupBy(stray, (source) => source.namespace),
    byService: groupBy(stray, (source) => source.service ?? ''),
  }
  const overwritten = services.flatMap((service) =>
    handWrittenEndpoints(service, labelled.get(keyOf(service)) ?? [], sources).flatMap((source) =>
      meant(service, source, 'overwritten'),
    ),
  )
  const misdirected = outside
    .filter((service) => service.type !== 'ExternalName')
    .flatMap((service) => {
      const own = labelled.get(keyOf(service)) ?? []
      const endpoints = own.flatMap(endpointsOf)
      if (endpoints.some((endpoint) => endpoint.ready)) return otherPorts(service, own)
      if (endpoints.length > 0) return own.flatMap((source) => meant(service, source, 'not-ready'))
      return meantElsewhere(service, elsewhere)
    })
  return [...misdirected, ...overwritten]
}

/** Endpoints of machines beside a selector whose slices are empty: the mirroring controller leaves them alone, and the endpoints
 *  controller writes over them at its next look (pkg/controller/endpoint/endpoints_controller.go). */
function handWrittenEndpoints(
  service: ServiceObject,
  slices: readonly EndpointsObject[],
  sources: readonly EndpointsObject[],
): EndpointsObject[] {
  if (service.type === 'ExternalName' || Object.keys(service.selector).length === 0) return []
  if (slices.some((slice) => slice.endpoints.length > 0)) return []
  const own = sources.filter((source) => source.kind === 'Endpoints' && keyOf(source) === keyOf(service))
  return own.some((source) => source.endpoints.some((endpoint) => endpoint.isPod))
    ? []
    : own.filter((source) => source.endpoints.length > 0)
}

/** What belongs to no Service by its label, and what the mirroring controller should have copied. */
interface Elsewhere {
  readonly all: ReadonlySet<string>
  readonly outside: readonly ServiceObject[]
  readonly byNamespace: ReadonlyMap<string, readonly EndpointsObject[]>
  readonly byService: ReadonlyMap<string, readonly EndpointsObject[]>
}

function slicesIn(sources: readonly EndpointsObject[]): EndpointsObject[] {
  return sources.filter((source) => source.kind === 'EndpointSlice')
}

function keyOf({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `${namespace}/${name}`
}

function groupBy<Item>(items: readonly Item[], key: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const group = groups.get(key(item))
    if (group) group.push(item)
    else groups.set(key(item), [item])
  }
  return groups
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
  { all, outside, byNamespace, byService }: Elsewhere,
): MisdirectedEndpoint[] {
  const near = byNamespace.get(service.namespace) ?? []
  const unlabelled = near.filter((source) => source.service === null && namesService(source, service, outside))
  const sources = [
    ...near,
    ...(byService.get(service.name) ?? []).filter((source) => source.namespace !== service.namespace),
  ]
  const otherName = sources.filter(
    (source) =>
      source.service !== null &&
      !all.has(`${source.namespace}/${source.service}`) &&
      isMeantName(source, source.service, service),
  )
  // Endpoints that a slice says too are the copy that the mirroring controller would make: one of the two is told of.
  if (unlabelled.length > 0) return unlabelled.flatMap((source) => meant(service, source, 'unlabelled'))
  if (otherName.length > 0) return otherName.flatMap((source) => meant(service, source, 'other-name'))
  return near
    .filter((source) => source.kind === 'Endpoints' && source.name === service.name)
    .flatMap((source) => meant(service, source, 'not-mirrored'))
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

/** The same name in another namespace, a name that differs by a few letters, or a port of the same name and number. */
function isMeantName(source: EndpointsObject, named: string, service: ServiceObject): boolean {
  if (source.namespace !== service.namespace) return named === service.name
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
