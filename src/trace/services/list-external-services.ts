// The Services whose endpoints are outside the cluster, as kube-proxy and cluster DNS understand their objects.
import type { ExternalService } from '../../model/external-service.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { misdirectedEndpoints } from './misdirected-endpoints.ts'
import {
  type EndpointsObject,
  endpointsObjects,
  endpointsOf,
  pointsOutside,
  type ServiceObject,
  serviceObjects,
} from './service-objects.ts'

/** Without a selector, or an ExternalName, or with Endpoints written by hand beside its selector; a Service whose endpoints are pods
 *  is left alone. In the snapshot's order. */
export function listExternalServices(snapshot: Snapshot): ExternalService[] {
  const slices = new Map<string, EndpointsObject[]>()
  for (const source of endpointsObjects(snapshot).filter((object) => object.kind === 'EndpointSlice')) {
    const key = `${source.namespace}/${source.service}`
    slices.set(key, [...(slices.get(key) ?? []), source])
  }
  const slicesOf = (service: ServiceObject) => slices.get(`${service.namespace}/${service.name}`) ?? []
  const misdirected = misdirectedEndpoints(snapshot)
  const overwritten = new Set(misdirected.flatMap((one) => (one.why === 'overwritten' ? [one.service.object] : [])))
  const services = serviceObjects(snapshot).filter(
    (service) => pointsOutside(service, slicesOf(service)) || overwritten.has(service.object),
  )
  return services.map((service) => ({
    namespace: service.namespace,
    name: service.name,
    type: service.type,
    clusterIps: service.clusterIps,
    externalName: service.externalName,
    ports: service.ports,
    endpoints: slicesOf(service).flatMap(endpointsOf),
    intended: misdirected.filter((found) => found.service.object === service.object).map((found) => found.endpoint),
    object: service.object,
    fact: service.fact,
  }))
}
