// Kubernetes objects written by hand for the tests of rules: namespace shop and what clients asked there.
import type { Connection, ExpectedName } from '../../src/model/connection.ts'
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

/** `db.shop.svc.cluster.local. NXDOMAIN 30` with the seconds of its SOA, `… A 172.18.0.1 30`, or `… SRV TARGET 30`. */
export function queryByHand(text: string, more: Partial<NameQuery> = {}): NameQuery {
  const [query = '', what = '', ...rest] = text.split(' ')
  const base = { query, type: 'A' as const, server: '10.96.0.10', error: null, delayMs: 1 }
  if (what === 'A' || what === 'SRV') {
    const [data = '', ttl] = rest
    const answers = [
      { name: query, type: what, data: what === 'A' ? data : `0 100 5432 ${data}`, ttlSeconds: Number(ttl) },
    ] as const
    return { ...base, rcode: 'NOERROR', answers, authority: [], ...more }
  }
  const soa = { name: 'cluster.local.', type: 'SOA' as const, data: '', ttlSeconds: Number(rest[0] ?? 30) }
  return { ...base, rcode: what, answers: [], authority: [soa], ...more }
}

/** What the objects say of db.shop: one address, or nothing. */
export function expectedByHand(address: string | null): ExpectedName {
  const query = 'db.shop.svc.cluster.local.'
  const answers = address === null ? [] : [{ name: query, type: 'A' as const, data: address }]
  const rcode = address === null ? ('NXDOMAIN' as const) : ('NOERROR' as const)
  return {
    name: 'db',
    outcome: address === null ? 'EAI_NONAME' : 'resolved',
    addresses: address === null ? [] : [{ family: 4, address }],
    questions: [{ query, type: 'A', rcode, answers, facts: ['#object/Service/shop/db'] }],
    decidedBy: address === null ? null : query,
    why: null,
  }
}

export interface UnresolvedByHand {
  /** /etc/hosts of node-1. */
  readonly nodeHosts?: string
  /** Further Services of namespace shop. */
  readonly others?: readonly string[]
  /** What a client was told who asked for the target itself. */
  readonly target?: NameQuery
}

/** ExternalName shop/db of that name: shop/web was answered with the alias alone. The Corefile forwards and nothing else. */
export function factsOfUnresolved(externalName: string, parts: UnresolvedByHand = {}): RuleFacts {
  const alias = queryByHand('db.shop.svc.cluster.local. A x 30')
  const answers = [{ name: alias.query, type: 'CNAME' as const, data: `${externalName}.`, ttlSeconds: 30 }]
  const connection = unresolvedByHand({ queries: [{ ...alias, answers }] })
  const hosts = parts.nodeHosts ?? null
  const snapshot = snapshotByHand({ 'node-1': { ...snapshotByHand().namespaces[1], hosts } })
  const told = parts.target
    ? [askedByHand('EAI_AGAIN', { name: parts.target.query, queries: [parts.target] })]
    : [askedByHand('EAI_NONAME', { name: `${externalName}.`, queries: [queryByHand(`${externalName}. NXDOMAIN`)] })]
  return factsOfObjects(
    [
      serviceByHand('db', { type: 'ExternalName', externalName }),
      ...(parts.others ?? []).map((name) => serviceByHand(name, { clusterIP: '10.96.0.99', selector: { app: name } })),
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'coredns', namespace: 'kube-system' },
        data: { Corefile: '.:53 {\n    forward . /etc/resolv.conf\n}\n' },
      },
    ],
    [connection],
    { ...snapshot, nameMeasurements: told },
  )
}

/** Pod shop/web with these variables, beside Service shop/db 10.96.0.20; what it was told when it asked for the name. */
export function factsOfPod(
  variables: Readonly<Record<string, string>>,
  {
    name,
    outcome = 'EAI_NONAME',
    rcode = 'NXDOMAIN',
  }: { name: string; outcome?: NameMeasurement['outcome']; rcode?: string },
): RuleFacts {
  const env = Object.entries(variables).map(([variable, value]) => ({ name: variable, value }))
  const asked = askedByHand(outcome, { name, queries: [queryByHand(`${name}. ${rcode}`)] })
  return factsOfObjects(
    [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
      serviceByHand('db', { clusterIP: '10.96.0.20' }),
      sliceByHand('db-1'),
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'web', namespace: 'shop' },
        spec: { containers: [{ name: 'web', env }] },
      },
    ],
    [],
    { ...snapshotByHand(), nameMeasurements: [asked] },
  )
}
