// A Service whose endpoints are outside the cluster, as kube-proxy and cluster DNS understand its objects.
import type { Family, Protocol } from './packet.ts'
import type { FactId, KubernetesObject } from './snapshot.ts'

export interface ExternalService {
  readonly namespace: string
  readonly name: string
  readonly type: 'ClusterIP' | 'Headless' | 'ExternalName'
  readonly clusterIps: readonly string[]
  readonly externalName: string | null
  readonly ports: readonly ServicePort[]
  /** From EndpointSlices that carry the Service's label: what kube-proxy and cluster DNS act on, ready or not. */
  readonly endpoints: readonly Endpoint[]
  /** Endpoints that somebody seems to have meant for this Service and that do not reach it (slice without the label, Endpoints of
   *  another name, not ready, …). Followed only to find further causes. */
  readonly intended: readonly Endpoint[]
  readonly object: KubernetesObject
  readonly fact: FactId
}

export interface ServicePort {
  /** Empty when the port has no name. */
  readonly name: string
  readonly port: number
  readonly targetPort: number | string | null
  readonly protocol: Protocol
}

export interface Endpoint {
  readonly family: Family
  readonly address: string
  readonly ready: boolean
  readonly ports: readonly { readonly name: string; readonly port: number | null; readonly protocol: Protocol }[]
  /** The EndpointSlice or Endpoints object that it is from. */
  readonly fact: FactId
}
