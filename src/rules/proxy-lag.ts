// Where a node's kube-proxy rules and the Services' objects part: an endpoint that is none any more, or no rule at all.
import type { Connection } from '../model/connection.ts'
import type { ExternalService } from '../model/external-service.ts'
import type { Namespace } from '../model/namespace.ts'
import type { Path } from '../model/path.ts'
import type { KubernetesObject, Snapshot } from '../model/snapshot.ts'
import { findNamespace, findRule } from '../trace/facts/find-fact.ts'
import { listExternalServices } from '../trace/services/list-external-services.ts'
import { clusterIpEndpoints } from '../trace/services/usable-endpoints.ts'
import { endText, familyOf } from './packet-at.ts'
import { hasAnyProxyRule, hasProxyRule, isProxyChain, readsProxyRules } from './proxy-rules.ts'

export interface ProxyLag {
  readonly node: Namespace
  readonly service: ExternalService
  /** Where the objects lead: `192.168.50.20:8080`. Never empty. */
  readonly wanted: readonly string[]
  /** old-endpoint: translated to what is no endpoint. no-endpoint: refused, as if there were none. no-rule: left as it is. */
  readonly kind: 'old-endpoint' | 'no-endpoint' | 'no-rule'
  /** The old endpoint. */
  readonly got: string | null
  /** The rule that says so; for `no-rule` the one that stops what is nobody's, where there is one. */
  readonly fact: string | null
  /** What the objects tell of kube-proxy's pod on that node; null where they do not. */
  readonly pod: { readonly name: string; readonly ready: boolean } | null
}

type Way = { readonly connection: Connection; readonly path: Path }

export function proxyLag({ connection, path }: Way, snapshot: Snapshot): ProxyLag | null {
  const { to, from } = connection
  const node = from.node === null ? null : findNamespace(snapshot, from.node)
  const service = externalServices(snapshot).find(
    (one) => one.namespace === connection.service?.namespace && one.name === connection.service.name,
  )
  if (!service || to.address === null || !service.clusterIps.includes(to.address)) return null
  if (node?.role !== 'node' || !readsProxyRules(node) || !isForProxy(service.object)) return null
  const port = service.ports.find((one) => one.port === to.port && one.protocol === to.protocol)
  if (!port) return null
  const family = familyOf(to.address)
  const wanted = clusterIpEndpoints(service, port, family).map((one) => endText(one.endpoint.address, one.port))
  if (wanted.length === 0) return null
  const all = { ...service, endpoints: service.endpoints.map((endpoint) => ({ ...endpoint, ready: true })) }
  const known = new Set(clusterIpEndpoints(all, port, family).map((one) => endText(one.endpoint.address, one.port)))
  const base = { node, service, wanted, pod: proxyPod(snapshot, node.name) }

  const here = path.hops.filter((hop) => hop.namespace === node.name).flatMap((hop) => hop.steps)
  const translated = here.find(
    (step) =>
      step.kind === 'nat' &&
      step.before.destination === to.address &&
      step.before.destinationPort === to.port &&
      step.after.destination !== step.before.destination,
  )
  if (translated?.kind === 'nat') {
    const got = endText(translated.after.destination, translated.after.destinationPort)
    const place = translated.fact === null ? null : findRule(snapshot, translated.fact)
    if (known.has(got) || !place || !isProxyChain(place)) return null
    return { ...base, kind: 'old-endpoint', got, fact: translated.fact }
  }
  const proxied = { address: to.address, port: to.port, protocol: to.protocol }
  const { reason } = path.verdict
  const refusing =
    path.verdict.at.namespace === node.name && (reason.kind === 'rule-rejects' || reason.kind === 'rule-drops')
      ? findRule(snapshot, reason.rule)
      : null
  const isRefused = refusing !== null && isProxyChain(refusing)
  if (hasProxyRule(node, proxied)) {
    return isRefused && 'rule' in reason ? { ...base, kind: 'no-endpoint', got: null, fact: reason.rule } : null
  }
  // It came past the place where kube-proxy translates: it was routed here, or refused by kube-proxy for being nobody's.
  const passed = isRefused || here.some((step) => step.kind === 'route')
  if (!passed || path.arrived.destination !== to.address || !isUsed(snapshot, base.pod)) return null
  return { ...base, kind: 'no-rule', got: null, fact: isRefused && 'rule' in reason ? reason.rule : null }
}

/** A node on which kube-proxy has written nothing at all. */
export function isWithoutProxy(node: Namespace): boolean {
  return !hasAnyProxyRule(node)
}

const services = new WeakMap<Snapshot, readonly ExternalService[]>()

function externalServices(snapshot: Snapshot): readonly ExternalService[] {
  const known = services.get(snapshot) ?? listExternalServices(snapshot)
  services.set(snapshot, known)
  return known
}

/** Left to others, or to each node's own endpoints: what the rules must hold then is not told by the slices alone. */
function isForProxy({ metadata, spec }: KubernetesObject): boolean {
  const { internalTrafficPolicy = 'Cluster' } = (spec ?? {}) as { internalTrafficPolicy?: string }
  return internalTrafficPolicy === 'Cluster' && !('service.kubernetes.io/service-proxy-name' in (metadata.labels ?? {}))
}

/** That a cluster's Services are kube-proxy's work at all is told by its pod, or by its rules on any node. */
function isUsed({ namespaces }: Snapshot, pod: ProxyLag['pod']): boolean {
  return pod !== null || namespaces.some((one) => one.role === 'node' && hasAnyProxyRule(one))
}

export function proxyPod({ kubernetes }: Snapshot, node: string): ProxyLag['pod'] {
  const pods = kubernetes.filter((object) => {
    const { nodeName } = (object.spec ?? {}) as { nodeName?: string }
    const { labels = {} } = object.metadata
    return object.kind === 'Pod' && nodeName === node && (labels['k8s-app'] ?? labels.component) === 'kube-proxy'
  })
  const [pod] = pods
  if (!pod) return null
  const ready = pods.some((one) => {
    const { conditions = [] } = (one.status ?? {}) as { conditions?: readonly { type?: string; status?: string }[] }
    return conditions.some(({ type, status }) => type === 'Ready' && status === 'True')
  })
  return { name: `${pod.metadata.namespace ?? 'default'}/${pod.metadata.name}`, ready }
}
