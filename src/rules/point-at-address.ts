// Ways to reach a server whose name pods cannot resolve: a Service with its address, or an entry in cluster DNS.
import type { ExternalService } from '../model/external-service.ts'
import type { Fix } from '../model/finding.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { slicesFor } from './slice-for.ts'
import { objectName } from './wired-service.ts'

/** Headless, so that nothing but the name changes for its clients. */
export function replaceExternalName(service: ExternalService, addresses: readonly string[]): Fix {
  const ports = service.ports.map(({ name, port, protocol }) => ({ name, port, protocol }))
  const slices = slicesFor(
    service,
    addresses.map((address) => ({ address, ports })),
  )
  return {
    title: `Make ${service.namespace}/${service.name} a headless Service with address ${addresses.join(' and ')}`,
    reversible: true,
    widens: [],
    actions: [
      {
        kind: 'kubernetes',
        verb: 'patch',
        object: objectName(service.object),
        body: { spec: { type: 'ClusterIP', clusterIP: 'None', externalName: null } },
      },
      ...slices.map((slice) => ({
        kind: 'kubernetes' as const,
        verb: 'create' as const,
        object: objectName(slice),
        body: slice,
      })),
    ],
  }
}

/** For every pod of the cluster; the fallthrough leaves all other names as they were. None without a readable Corefile. */
export function addToCorefile(snapshot: Snapshot, name: string, addresses: readonly string[]): Fix[] {
  const config = snapshot.kubernetes.find(
    ({ kind, metadata }) => kind === 'ConfigMap' && metadata.namespace === 'kube-system' && metadata.name === 'coredns',
  )
  const corefile = (config?.data as { readonly Corefile?: unknown } | undefined)?.Corefile
  if (!config || typeof corefile !== 'string') return []
  const changed = withHosts(corefile, name, addresses)
  if (changed === null) return []
  return [
    {
      title: `Let cluster DNS answer ${name} with ${addresses.join(' and ')}`,
      reversible: true,
      widens: [],
      actions: [
        { kind: 'kubernetes', verb: 'patch', object: objectName(config), body: { data: { Corefile: changed } } },
      ],
    },
  ]
}

/** Into the hosts block that is there, else a new one before `forward`; a server block has one at most. */
function withHosts(corefile: string, name: string, addresses: readonly string[]): string | null {
  const entries = (indent: string) => addresses.map((address) => `${indent}${address} ${name}\n`).join('')
  const existing = /^([ \t]*)hosts\b[^\n]*\{[ \t]*\n/m.exec(corefile)
  if (existing) {
    const end = existing.index + existing[0].length
    return corefile.slice(0, end) + entries(`${existing[1]}   `) + corefile.slice(end)
  }
  const forward = /^([ \t]*)forward\b/m.exec(corefile)
  if (!forward) return null
  const indent = forward[1] ?? ''
  const block = `${indent}hosts {\n${entries(`${indent}   `)}${indent}   fallthrough\n${indent}}\n`
  return corefile.slice(0, forward.index) + block + corefile.slice(forward.index)
}

/** Where pods meet the host: the gateway of their nodes' default route. */
export function hostAddress(snapshot: Snapshot): string | null {
  for (const node of snapshot.namespaces.filter(({ role }) => role === 'node')) {
    const route = node.routes.find(
      ({ destination, table, gateway }) => destination === '0.0.0.0/0' && table === 'main' && gateway !== null,
    )
    if (route?.gateway) return route.gateway
  }
  return null
}
