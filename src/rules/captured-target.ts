// A packet to a target outside that a node of the cluster took for its own: its rules translate that address, or refuse it.
import type { Connection } from '../model/connection.ts'
import type { Path } from '../model/path.ts'
import type { FactId, KubernetesObject, Snapshot } from '../model/snapshot.ts'
import { findNamespace, findRule, type RulePlace } from '../trace/facts/find-fact.ts'
import { serviceObjects } from '../trace/services/service-objects.ts'
import { affectsOf, subjectOf, subjectText } from './finding-about.ts'
import { outcomeText } from './opening.ts'
import { ownedOutside } from './owned-outside.ts'
import { endText, isInside } from './packet-at.ts'
import { isProxyChain } from './proxy-rules.ts'

export interface CapturedTarget {
  /** The node that captures. */
  readonly node: string
  readonly address: string
  readonly port: number
  /** Where it goes instead; null when it is refused. */
  readonly got: string | null
  readonly fact: FactId
  readonly by: /** A Service with that externalIP, or load balancer address. */
    | { readonly kind: 'external-ip'; readonly service: KubernetesObject; readonly field: string }
    /** The address is a ClusterIP, or in their range; `owner` has it outside. */
    | {
        readonly kind: 'service-cidr'
        readonly service: KubernetesObject | null
        readonly cidr: string
        readonly owner: string
      }
    /** A pod's hostPort, by the portmap plugin; or a Service's nodePort. */
    | { readonly kind: 'host-port'; readonly pod: KubernetesObject | null }
    | { readonly kind: 'node-port'; readonly service: KubernetesObject }
}

export function capturedTarget(
  { connection, path }: { readonly connection: Connection; readonly path: Path },
  snapshot: Snapshot,
): CapturedTarget | null {
  const clusterIps = new Set(
    serviceObjects(snapshot).find(
      ({ namespace, name }) => namespace === connection.service?.namespace && name === connection.service.name,
    )?.clusterIps,
  )
  let dialled: { address: string; port: number } | null =
    connection.to.address === null ? null : { address: connection.to.address, port: connection.to.port }
  for (const hop of path.hops) {
    const isNode = findNamespace(snapshot, hop.namespace)?.role === 'node'
    for (const step of hop.steps) {
      if (step.kind !== 'nat' || step.before.destination === step.after.destination) continue
      if (step.before.destination !== dialled?.address || step.before.destinationPort !== dialled.port) continue
      const { destination, destinationPort } = step.after
      const place = step.fact === null ? null : findRule(snapshot, step.fact)
      // A Service's own ClusterIP is there to be translated.
      if (isNode && place && step.fact !== null && !clusterIps.has(dialled.address)) {
        const by = capturer(dialled, place, snapshot)
        const got = endText(destination, destinationPort)
        if (by) return { node: hop.namespace, ...dialled, got, fact: step.fact, by }
      }
      dialled = { address: destination, port: destinationPort }
    }
  }
  const { reason, at } = path.verdict
  if (dialled === null || clusterIps.has(dialled.address) || at.namespace === null) return null
  if ((reason.kind !== 'rule-rejects' && reason.kind !== 'rule-drops') || path.arrived.destination !== dialled.address)
    return null
  const place = findRule(snapshot, reason.rule)
  const by = place && capturer(dialled, place, snapshot)
  return by ? { node: at.namespace, ...dialled, got: null, fact: reason.rule, by } : null
}

function capturer(
  { address, port }: { address: string; port: number },
  place: RulePlace,
  snapshot: Snapshot,
): CapturedTarget['by'] | null {
  if (/^CNI-(?:DN|HOSTPORT)/.test(place.chain.name) || place.table === 'cni_hostport') {
    return { kind: 'host-port', pod: podWithHostPort(snapshot, place.namespace, port) }
  }
  if (!isProxyChain(place)) return null
  const services = snapshot.kubernetes.filter(({ kind }) => kind === 'Service')
  for (const service of services) {
    const field = externalField(service, address)
    if (field !== null && portsOf(service).some((one) => one.port === port))
      return { kind: 'external-ip', service, field }
  }
  const cidr = snapshot.serviceCidrs.find((one) => isInside(address, [one]))
  const owner = ownedOutside(snapshot, address)
  if (cidr !== undefined && owner !== null) {
    const other = serviceObjects(snapshot).find(({ clusterIps }) => clusterIps.includes(address))
    return { kind: 'service-cidr', service: other?.object ?? null, cidr, owner }
  }
  const node = findNamespace(snapshot, place.namespace)
  const isOwn = node?.links.some((link) => link.addresses.some((own) => own.address === address)) ?? false
  const service = isOwn ? services.find((one) => portsOf(one).some(({ nodePort }) => nodePort === port)) : undefined
  return service ? { kind: 'node-port', service } : null
}

function externalField({ spec, status }: KubernetesObject, address: string): string | null {
  const { externalIPs = [] } = (spec ?? {}) as { externalIPs?: readonly string[] }
  if (externalIPs.includes(address)) return 'spec.externalIPs'
  const { loadBalancer } = (status ?? {}) as { loadBalancer?: { ingress?: readonly { ip?: string }[] } }
  return loadBalancer?.ingress?.some(({ ip }) => ip === address) ? 'status.loadBalancer.ingress' : null
}

function portsOf({ spec }: KubernetesObject): readonly { port?: number; nodePort?: number }[] {
  return ((spec ?? {}) as { ports?: readonly { port?: number; nodePort?: number }[] }).ports ?? []
}

function podWithHostPort({ kubernetes }: Snapshot, node: string, port: number): KubernetesObject | null {
  const pod = kubernetes.find((object) => {
    const { nodeName, containers = [] } = (object.spec ?? {}) as {
      nodeName?: string
      containers?: readonly { ports?: readonly { hostPort?: number }[] }[]
    }
    return (
      object.kind === 'Pod' &&
      nodeName === node &&
      containers.some(({ ports = [] }) => ports.some(({ hostPort }) => hostPort === port))
    )
  })
  return pod ?? null
}

export interface CapturedWay {
  readonly connection: Connection
  readonly path: Path
  readonly captured: CapturedTarget
}

/** Those that work as well: they reach what is not the target. */
export function capturedWays(connections: readonly Connection[], snapshot: Snapshot): CapturedWay[] {
  return connections
    .filter(({ agree }) => agree !== false)
    .flatMap((connection) =>
      [...connection.paths, ...connection.beyond].flatMap((path) => {
        const captured = path.verdict.kind === 'undetermined' ? null : capturedTarget({ connection, path }, snapshot)
        return captured ? [{ connection, path, captured }] : []
      }),
    )
}

export function capturedFinding({ connection, path, captured }: CapturedWay) {
  const { node, address, port, got } = captured
  const subject = subjectText(subjectOf(connection))
  const outcome = path.client.outcome === 'connected' ? 'reaches another server' : outcomeText(path.client.outcome)
  const does =
    got === null
      ? `refuses what is sent to ${endText(address, port)}`
      : `sends what goes to ${endText(address, port)} to ${got} instead`
  return {
    subject: subjectOf(connection),
    at: { stage: 4, namespace: node } as const,
    affects: affectsOf(connection),
    opening: `${subject} ${outcome}: ${node} ${does}`,
    position: 4000 + path.mended.length,
  }
}
