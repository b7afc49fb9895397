// Kubernetes objects written by hand for the tests of rules: namespace shop and what clients asked there.
import type { Connection } from '../../src/model/connection.ts'
import type { NameMeasurement, NameQuery, Outcome } from '../../src/model/measurement.ts'
import type { KubernetesObject, Snapshot } from '../../src/model/snapshot.ts'
import type { RuleFacts } from '../../src/rules/rule.ts'
import { listExternalServices } from '../../src/trace/services/list-external-services.ts'
import { connectionByHand, factsByHand, snapshotByHand } from './facts-by-hand.ts'

/** `postgres` 5432, unless told otherwise; clusterIP `None` for a headless Service. */
export function serviceByHand(name: string, spec: Record<string, unknown>): KubernetesObject {
  const ports = [{ name: 'postgres', port: 5432, protocol: 'TCP', targetPort: 5432 }]
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace: 'shop' }, spec: { ports, ...spec } }
}

export interface SliceByHand {
  /** Null: no label. */
  readonly service?: string | null
  readonly labels?: Readonly<Record<string, string>>
  readonly address?: string
  readonly ready?: boolean
  readonly portName?: string
  readonly port?: number
  readonly protocol?: string
}

export function sliceByHand(name: string, parts: SliceByHand = {}): KubernetesObject {
  const { service = 'db', labels = {}, address = '172.18.0.1', ready = true } = parts
  const { portName = 'postgres', port = 5432, protocol = 'TCP' } = parts
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name,
      namespace: 'shop',
      labels: { ...(service === null ? {} : { 'kubernetes.io/service-name': service }), ...labels },
    },
    addressType: address.includes(':') ? 'IPv6' : 'IPv4',
    ports: [{ name: portName, port, protocol }],
    endpoints: [{ addresses: [address], conditions: { ready } }],
  }
}

export function endpointsByHand(name: string, labels: Readonly<Record<string, string>> = {}): KubernetesObject {
  const subsets = [{ addresses: [{ ip: '172.18.0.1' }], ports: [{ name: 'postgres', port: 5432, protocol: 'TCP' }] }]
  return { apiVersion: 'v1', kind: 'Endpoints', metadata: { name, namespace: 'shop', labels }, subsets }
}

export function factsOfObjects(
  objects: readonly KubernetesObject[],
  connections: readonly Connection[] = [],
  snapshot: Snapshot = snapshotByHand(),
): RuleFacts {
  const whole = { ...snapshot, kubernetes: objects }
  const services = listExternalServices(whole)
  const compiled = factsByHand([], whole)
  return {
    snapshot: whole,
    services,
    connections,
    get network() {
      return compiled.network
    },
  }
}

/** From shop/web to Service shop/db, whose name fails. */
export function unresolvedByHand(asked: Partial<NameMeasurement>, more: Partial<Connection> = {}): Connection {
  return connectionByHand([], {
    to: { name: 'db', via: null, address: null, port: 5432, protocol: 'tcp' },
    asked: askedByHand('EAI_NONAME', asked),
    ...more,
  })
}

export function askedByHand(outcome: 'resolved' | Outcome, more: Partial<NameMeasurement> = {}): NameMeasurement {
  return { from: 'shop/web', name: 'db', outcome, addresses: [], delayMs: 1, queries: [], again: [], ...more }
}

/** `db.shop.svc.cluster.local. NXDOMAIN 30` with the seconds of its SOA, or `… A 172.18.0.1 30`. */
export function queryByHand(text: string, more: Partial<NameQuery> = {}): NameQuery {
  const [query = '', what = '', ...rest] = text.split(' ')
  const base = { query, type: 'A' as const, server: '10.96.0.10', error: null, delayMs: 1 }
  if (what === 'A') {
    const [data = '', ttl] = rest
    const answers = [{ name: query, type: 'A' as const, data, ttlSeconds: Number(ttl) }]
    return { ...base, rcode: 'NOERROR', answers, authority: [], ...more }
  }
  const soa = { name: 'cluster.local.', type: 'SOA' as const, data: '', ttlSeconds: Number(rest[0] ?? 30) }
  return { ...base, rcode: what, answers: [], authority: [soa], ...more }
}
