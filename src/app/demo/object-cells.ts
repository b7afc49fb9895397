// The columns that `kubectl get` prints of an object after its name; without AGE, which a manifest does not have.
import type { KubernetesObject } from '../../model/snapshot.ts'

interface Port {
  readonly port?: number
  readonly protocol?: string
}

interface Fields {
  readonly spec?: {
    readonly type?: string
    readonly clusterIP?: string
    readonly externalName?: string
    readonly ports?: readonly Port[]
  }
  readonly addressType?: string
  readonly ports?: readonly Port[]
  readonly endpoints?: readonly { readonly addresses?: readonly string[] }[]
  readonly subsets?: readonly {
    readonly addresses?: readonly { readonly ip?: string }[]
    readonly ports?: readonly Port[]
  }[]
}

export function objectCells(object: KubernetesObject): [string, string][] {
  const fields = object as Fields
  switch (object.kind) {
    case 'Service': {
      const { type = 'ClusterIP', clusterIP, externalName, ports = [] } = fields.spec ?? {}
      return [
        ['TYPE', type],
        ['CLUSTER-IP', clusterIP ?? '<none>'],
        ['EXTERNAL-IP', externalName ?? '<none>'],
        ['PORT(S)', list(ports.map(({ port, protocol = 'TCP' }) => `${port}/${protocol}`))],
      ]
    }
    case 'EndpointSlice':
      return [
        ['ADDRESSTYPE', fields.addressType ?? ''],
        ['PORTS', list((fields.ports ?? []).map(({ port }) => String(port)))],
        ['ENDPOINTS', list((fields.endpoints ?? []).flatMap(({ addresses = [] }) => addresses))],
      ]
    case 'Endpoints': {
      const ends = (fields.subsets ?? []).flatMap(({ addresses = [], ports = [] }) =>
        addresses.flatMap(({ ip }) => ports.map(({ port }) => `${ip}:${port}`)),
      )
      return [['ENDPOINTS', list(ends)]]
    }
    default:
      return []
  }
}

function list(parts: readonly string[]): string {
  return parts.length > 0 ? parts.join(',') : '<none>'
}
