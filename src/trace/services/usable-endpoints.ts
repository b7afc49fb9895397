// Which endpoints a client reaches: by a ClusterIP as kube-proxy joins them, by a headless name as cluster DNS gives them.
import type { Endpoint, ExternalService, ServicePort } from '../../model/external-service.ts'
import type { Family } from '../../model/packet.ts'

/** Ready, of that family, joined by port name and protocol (kube-proxy, pkg/proxy/endpointslicecache.go). */
export function clusterIpEndpoints(
  service: ExternalService,
  port: ServicePort,
  family: Family,
): { readonly endpoint: Endpoint; readonly port: number }[] {
  return service.endpoints
    .filter((endpoint) => endpoint.ready && endpoint.family === family)
    .flatMap((endpoint) => {
      const own = endpoint.ports.find((given) => given.name === port.name && given.protocol === port.protocol)
      return own?.port == null ? [] : [{ endpoint, port: own.port }]
    })
}

/** Ready ones of every family, each once; DNS knows of no ports: a client dials the Service's. */
export function headlessAddresses(service: ExternalService): Endpoint[] {
  const ready = service.endpoints.filter((endpoint) => endpoint.ready)
  return [...new Map(ready.map((endpoint) => [endpoint.address, endpoint] as const)).values()]
}
