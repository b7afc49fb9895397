// The Services whose endpoints are outside the cluster, as kube-proxy and cluster DNS understand their objects.
import type { Endpoint, ExternalService } from '../../model/external-service.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { parseAddress } from '../address.ts'
import { misdirectedEndpoints } from './misdirected-endpoints.ts'
import { type EndpointsObject, endpointsObjects, type ServiceObject, serviceObjects } from './service-objects.ts'

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

export function slicesOf(service: ServiceObject, slices: readonly EndpointsObject[]): EndpointsObject[] {
  return slices.filter((slice) => slice.namespace === service.namespace && slice.service === service.name)
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

function pointsOutside(service: ServiceObject, slices: readonly EndpointsObject[]): boolean {
  if (service.type === 'ExternalName') return true
  if (Object.keys(service.selector).length > 0) return false
  const endpoints = slicesOf(service, slices).flatMap((slice) => slice.endpoints)
  return endpoints.length === 0 || endpoints.some((endpoint) => !endpoint.isPod)
}
