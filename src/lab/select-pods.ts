// What a selector on a Service brings about: the slice that the endpoint slice controller keeps for it.
import type { KubernetesObject } from '../model/snapshot.ts'

export function addSelector(selector: Readonly<Record<string, string>>) {
  return (service: KubernetesObject): KubernetesObject => ({
    ...service,
    spec: { ...(service.spec as Readonly<Record<string, unknown>>), selector },
  })
}

export interface PodEndpoint {
  readonly pod: string
  readonly node: string
  readonly address: string
}

/** Where no pod matches, the controller keeps an empty one (pkg/controller/endpointslice, placeholderSliceCompare). */
export function controllerSlice(
  service: string,
  port: { readonly name: string; readonly port: number },
  endpoints: readonly PodEndpoint[] = [],
): KubernetesObject {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name: `${service}-x2k7p`,
      namespace: 'shop',
      labels: {
        'kubernetes.io/service-name': service,
        'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
      },
    },
    addressType: 'IPv4',
    ports: endpoints.length === 0 ? null : [{ ...port, protocol: 'TCP' }],
    endpoints: endpoints.map(({ pod, node, address }) => ({
      addresses: [address],
      conditions: { ready: true, serving: true, terminating: false },
      nodeName: node,
      targetRef: { kind: 'Pod', name: pod, namespace: 'shop' },
    })),
  }
}
