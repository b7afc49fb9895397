// What a cluster's own configuration says of its network: its DNS domain and the addresses of its pods and Services.
import type { KubernetesObject } from '../../../model/snapshot.ts'
import { type JsonObject, objectOf, textOf, textsOf } from '../../../parse/json-value.ts'
import { parseCorefile } from '../../../parse/parse-corefile.ts'
import { joinSubnets } from './join-subnets.ts'

export interface ClusterNetworking {
  readonly clusterDomain: string
  /** Empty when nothing says it. */
  readonly podCidrs: readonly string[]
  readonly serviceCidrs: readonly string[]
}

/** From objects as the server holds them: what is redacted later is still there. */
export async function clusterNetworking(objects: readonly KubernetesObject[]): Promise<ClusterNetworking> {
  const kubeadm = await configuration(objects, 'kubeadm-config', 'ClusterConfiguration')
  const proxy = await configuration(objects, 'kube-proxy', 'config.conf')
  const networking = objectOf(kubeadm, 'networking')
  const ofKind = (kind: string): KubernetesObject[] => objects.filter((object) => object.kind === kind)
  const declared = ofKind('ServiceCIDR').flatMap((object) => textsOf(objectOf(object, 'spec'), 'cidrs'))
  const ofNodes = ofKind('Node').flatMap((object) => podCidrsOf(objectOf(object, 'spec')))
  return {
    clusterDomain: domainOfCorefile(objects) ?? bareDomain(textOf(networking, 'dnsDomain')) ?? 'cluster.local',
    podCidrs: joinSubnets([
      ...split(textOf(networking, 'podSubnet')),
      ...split(textOf(proxy, 'clusterCIDR')),
      ...ofNodes,
    ]),
    serviceCidrs: joinSubnets(declared.length > 0 ? declared : split(textOf(networking, 'serviceSubnet'))),
  }
}

/** `kubernetes cluster.local in-addr.arpa ip6.arpa`; without zones of its own the plugin has those of its server block. */
function domainOfCorefile(objects: readonly KubernetesObject[]): string | null {
  const text = textOf(dataOf(objects, 'coredns'), 'Corefile')
  if (text === null) return null
  try {
    for (const { keys, plugins } of parseCorefile(text).servers) {
      for (const plugin of plugins.filter(({ name }) => name === 'kubernetes')) {
        const zones = plugin.arguments.length > 0 ? plugin.arguments : keys.map(zoneOfKey)
        const domain = zones.map(bareDomain).find((zone) => zone !== null && !zone.endsWith('.arpa'))
        if (domain !== undefined) return domain
      }
    }
  } catch {
    // A Corefile that CoreDNS refuses too; a rule reports it.
  }
  return null
}

/** `dns://cluster.local:53` */
function zoneOfKey(key: string): string {
  return key.replace(/^[a-z0-9+]+:\/\//, '').replace(/:\d+$/, '')
}

/** Null for the root and for nothing. */
function bareDomain(name: string | null): string | null {
  const bare = (name ?? '').replace(/\.$/, '').toLowerCase()
  return bare === '' || bare.includes('/') ? null : bare
}

function podCidrsOf(spec: JsonObject): string[] {
  const several = textsOf(spec, 'podCIDRs')
  return several.length > 0 ? [...several] : split(textOf(spec, 'podCIDR'))
}

function split(list: string | null): string[] {
  return (list ?? '').split(',').map((entry) => entry.trim())
}

/** YAML within a ConfigMap; the parser is loaded only where there is one (k3s and its kin have none). */
async function configuration(objects: readonly KubernetesObject[], name: string, key: string): Promise<JsonObject> {
  const text = textOf(dataOf(objects, name), key)
  if (text === null) return {}
  const { parseConfiguration } = await import('./parse-configuration.ts')
  return parseConfiguration(text)
}

function dataOf(objects: readonly KubernetesObject[], name: string): JsonObject {
  const found = objects.find(
    ({ kind, metadata }) => kind === 'ConfigMap' && metadata.namespace === 'kube-system' && metadata.name === name,
  )
  return found === undefined ? {} : objectOf(found, 'data')
}
