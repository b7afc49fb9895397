// The Services whose endpoints are outside the cluster, as kube-proxy and cluster DNS understand their objects.
import type { ExternalService } from '../../model/external-service.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { misdirectedEndpoints } from './misdirected-endpoints.ts'
import {
  type EndpointsObject,
  endpointsObjects,
  endpointsOf,
  type ServiceObject,
  serviceObjects,
  slicesOf,
} from './service-objects.ts'

/** Without a selector, or an ExternalName; a Service whose endpoints are pods all the same is left alone. In the snapshot's order. */
export function listExternalServices(snapshot: Snapshot): ExternalService[] {
  const slices = endpointsObjects(snapshot).filter((object) => object.kind === 'EndpointSlice')
  const services = serviceObjects(snapshot).filter((service) => pointsOutside(service, slices))
  const misdirected = misdirectedEndpoints(snapshot, services)
  return services.map((service) => ({
    namespace: service.namespace,
    name: service.name,
    type: service.type,
    clusterIps: service.clusterIps,
    externalName: service.externalName,
    ports: service.ports,
    endpoints: slicesOf(service, slices).flatMap(endpointsOf),
    intended: misdirected.filter((found) => found.service === service).map((found) => found.endpoint),
    object: service.object,
    fact: service.fact,
  }))
}

function pointsOutside(service: ServiceObject, slices: readonly EndpointsObject[]): boolean {
  if (service.type === 'ExternalName') return true
  if (Object.keys(service.selector).length > 0) return false
  const endpoints = slicesOf(service, slices).flatMap((slice) => slice.endpoints)
  return endpoints.length === 0 || endpoints.some((endpoint) => !endpoint.isPod)
}
