// The EndpointSlice that a Service without a selector needs, as a person would write it.
import type { Fix } from '../model/finding.ts'
import type { KubernetesObject } from '../model/snapshot.ts'
import { type ServiceObject, serviceNameLabel } from '../trace/services/service-objects.ts'
import { familyOf } from './packet-at.ts'
import { objectName } from './wired-service.ts'

export interface SliceAddress {
  readonly address: string
  /** By name of the Service's port. */
  readonly ports: readonly { readonly name: string; readonly port: number | null; readonly protocol: 'tcp' | 'udp' }[]
}

/** Addresses of both families take two slices. */
export function slicesFor(
  service: Pick<ServiceObject, 'namespace' | 'name'>,
  addresses: readonly SliceAddress[],
): KubernetesObject[] {
  return ([4, 6] as const).flatMap((family) => {
    const own = addresses.filter(({ address }) => familyOf(address) === family)
    const ports = own[0]?.ports ?? []
    if (own.length === 0) return []
    return [
      {
        apiVersion: 'discovery.k8s.io/v1',
        kind: 'EndpointSlice',
        metadata: {
          name: `${service.name}-ipv${family}`,
          namespace: service.namespace,
          labels: { [serviceNameLabel]: service.name, 'endpointslice.kubernetes.io/managed-by': 'fairlead.dev' },
        },
        addressType: `IPv${family}`,
        ports: ports.map(({ name, port, protocol }) => ({ name, port, protocol: protocol.toUpperCase() })),
        endpoints: [{ addresses: [...new Set(own.map(({ address }) => address))], conditions: { ready: true } }],
      },
    ]
  })
}

/** Nothing opens by it that the Service was not made to open. */
export function createSlices(title: string, slices: readonly KubernetesObject[]): Fix {
  return {
    title,
    reversible: true,
    widens: [],
    actions: slices.map((slice) => ({ kind: 'kubernetes', verb: 'create', object: objectName(slice), body: slice })),
  }
}
