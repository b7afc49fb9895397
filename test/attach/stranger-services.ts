// The Services of a stranger's cluster as data, and what its API server holds of them.
import { isIPv6 } from 'node:net'
import type { KubernetesObject } from '../../src/model/snapshot.ts'

export interface StrangerService {
  readonly namespace: string
  readonly name: string
  /** `None`: headless. Null: ExternalName. */
  readonly clusterIp: string | null
  readonly externalName?: string
  readonly port: StrangerPort
  readonly targetPort?: number
  readonly endpoints: readonly string[]
  /** The port of the slice; as the Service's where it is left out. */
  readonly slicePort?: StrangerPort
  readonly sliceLabels?: Readonly<Record<string, string>>
  readonly ready?: boolean
}

export interface StrangerPort {
  readonly name: string
  readonly port: number
  readonly protocol?: 'TCP' | 'UDP'
}

/** kube-proxy: slices that carry the label, port of the same name and protocol, ready endpoints. */
export function proxiedEndpoints(service: StrangerService): { address: string; port: number }[] {
  const { port, slicePort = port, endpoints, ready = true } = service
  const isLabelled = labelsOf(service)['kubernetes.io/service-name'] === service.name
  const isPaired = slicePort.name === port.name && (slicePort.protocol ?? 'TCP') === (port.protocol ?? 'TCP')
  return isLabelled && isPaired && ready ? endpoints.map((address) => ({ address, port: slicePort.port })) : []
}

export function serviceObjects(service: StrangerService): KubernetesObject[] {
  const { namespace, name, clusterIp, externalName, port, targetPort = port.port } = service
  const ports = [{ protocol: 'TCP', ...port, targetPort }]
  const family = service.endpoints.some((address) => isIPv6(address)) ? 'IPv6' : 'IPv4'
  const spec =
    externalName === undefined
      ? { type: 'ClusterIP', clusterIP: clusterIp, clusterIPs: [clusterIp], ipFamilies: [family], ports }
      : { type: 'ExternalName', externalName, ports }
  const object = { apiVersion: 'v1', kind: 'Service', metadata: { namespace, name }, spec }
  if (externalName !== undefined) return [object]
  return [
    object,
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { namespace, name: `${name}-outside`, labels: labelsOf(service) },
      addressType: family,
      ports: [{ protocol: 'TCP', ...(service.slicePort ?? port) }],
      endpoints: service.endpoints.map((address) => ({
        addresses: [address],
        conditions: { ready: service.ready ?? true },
      })),
    },
  ]
}

function labelsOf({ name, sliceLabels }: StrangerService): Readonly<Record<string, string>> {
  return sliceLabels ?? { 'kubernetes.io/service-name': name, 'app.kubernetes.io/managed-by': 'terraform' }
}
