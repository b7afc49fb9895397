// An endpoint left over from when a Service had a selector: of a pod that is gone, in a slice that no controller looks after.
import type { Snapshot } from '../../model/snapshot.ts'
import {
  type EndpointsObject,
  endpointsObjects,
  type ServiceObject,
  serviceObjects,
} from '../../trace/services/service-objects.ts'
import type { FailingPath } from '../failing-paths.ts'
import { reachedEndpoint } from '../reached-endpoint.ts'

export interface OrphanEndpoint {
  readonly service: ServiceObject
  readonly slice: EndpointsObject
  readonly address: string
  /** `shop/search-0`. */
  readonly pod: string
  /** Other slices of the Service, which somebody looks after. */
  readonly others: readonly EndpointsObject[]
  /** Endpoints with the same address: slices are copied from them anew. */
  readonly copiedFrom: readonly EndpointsObject[]
}

/** Null as well where pods were not read: then nobody knows who is gone. */
export function orphanEndpoint({ connection, path }: FailingPath, snapshot: Snapshot): OrphanEndpoint | null {
  const dialled = connection.service
  const reached = reachedEndpoint(connection, path)
  if (!dialled || !reached || connection.hypothetical || !knowsPods(snapshot)) return null
  const service = serviceObjects(snapshot).find(
    (one) => one.namespace === dialled.namespace && one.name === dialled.name,
  )
  if (!service || Object.keys(service.selector).length > 0) return null
  const own = endpointsObjects(snapshot).filter(
    (source) => source.namespace === service.namespace && source.service === service.name,
  )
  const slices = own.filter((source) => source.kind === 'EndpointSlice')
  const holding = slices.filter((slice) => has(slice, reached.address))
  // What somebody named by hand as well is meant, whoever had it before.
  if (holding.length === 0 || holding.some((slice) => podOf(slice, reached.address) === null)) return null
  const [slice] = holding
  const pod = slice && podOf(slice, reached.address)
  if (!slice || !pod || podHas(snapshot, pod, reached.address)) return null
  return {
    service,
    slice,
    address: reached.address,
    pod,
    others: slices.filter((one) => one !== slice && !has(one, reached.address)),
    copiedFrom: own.filter((source) => source.kind === 'Endpoints' && has(source, reached.address)),
  }
}

function knowsPods({ kubernetes, gaps = [] }: Snapshot): boolean {
  return kubernetes.some(({ kind }) => kind === 'Pod') && !gaps.some(({ name }) => name === 'pods')
}

function has(source: EndpointsObject, address: string): boolean {
  return source.endpoints.some(({ addresses }) => addresses.includes(address))
}

/** From the endpoint's targetRef, which only controllers write. */
function podOf({ object, namespace }: EndpointsObject, address: string): string | null {
  const endpoints = Array.isArray(object.endpoints) ? object.endpoints : []
  const endpoint: { targetRef?: { kind?: string; name?: string; namespace?: string } } | undefined = endpoints.find(
    (one: { addresses?: readonly string[] }) => one.addresses?.includes(address),
  )
  const ref = endpoint?.targetRef
  return ref?.kind === 'Pod' && ref.name !== undefined ? `${ref.namespace ?? namespace}/${ref.name}` : null
}

/** A pod of that name that has the address still, whatever it does. */
function podHas({ kubernetes }: Snapshot, pod: string, address: string): boolean {
  return kubernetes.some((object) => {
    if (object.kind !== 'Pod' || `${object.metadata.namespace ?? 'default'}/${object.metadata.name}` !== pod)
      return false
    const { podIP, podIPs = [] } = (object.status ?? {}) as { podIP?: string; podIPs?: readonly { ip?: string }[] }
    return podIP === address || podIPs.some(({ ip }) => ip === address)
  })
}
