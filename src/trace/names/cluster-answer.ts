// What CoreDNS's kubernetes plugin answers for a name, from the objects.
import type { ExpectedAnswer } from '../../model/connection.ts'
import type { FactId } from '../../model/snapshot.ts'
import { parseAddress } from '../address.ts'
import { bareName, isInZone } from './bare-name.ts'
import type { Names } from './compile-names.ts'

export interface KubernetesZone {
  readonly zone: string
  readonly pods: 'disabled' | 'insecure' | 'verified'
  /** Empty: all. */
  readonly namespaces: readonly string[]
  readonly ignoreEmptyService: boolean
}

export type AnswerRecord = ExpectedAnswer['answers'][number]

export type ClusterAnswer =
  | { readonly kind: 'no-such-name' | 'no-data'; readonly facts: readonly FactId[] }
  | { readonly kind: 'records'; readonly records: readonly AnswerRecord[]; readonly facts: readonly FactId[] }
  /** Another name outside the cluster is asked for; its answers follow these. */
  | {
      readonly kind: 'alias'
      readonly records: readonly AnswerRecord[]
      readonly target: string
      readonly facts: readonly FactId[]
    }

/** plugin/kubernetes/parse.go and kubernetes.go: [endpoint | port.protocol.]service.namespace.(svc|pod).zone */
export function clusterAnswer(
  names: Names,
  kubernetes: KubernetesZone,
  name: string,
  type: 'A' | 'AAAA',
): ClusterAnswer {
  const base = name === kubernetes.zone ? '' : name.slice(0, -kubernetes.zone.length - 1)
  const [kind, namespace, service, ...rest] = base === '' ? [] : base.split('.').toReversed()
  if (kind === undefined) return noData
  if (kind !== 'svc' && kind !== 'pod') return noSuchName
  if (namespace === undefined) return noData
  if (rest.length > 2) return noSuchName
  const exposed = kubernetes.namespaces.length === 0 || kubernetes.namespaces.includes(namespace)
  if (!exposed || names.namespaces?.has(namespace) === false) {
    return { kind: 'no-such-name', facts: [`#object?Namespace/${namespace}`] }
  }
  if (service === undefined) return noData
  return kind === 'pod'
    ? podAnswer(names, kubernetes, service, name, type)
    : serviceAnswer(names, kubernetes, { service, namespace, rest, name, type, chain: [] })
}

const noData: ClusterAnswer = { kind: 'no-data', facts: [] }
const noSuchName: ClusterAnswer = { kind: 'no-such-name', facts: [] }

function podAnswer(
  names: Names,
  { pods }: KubernetesZone,
  label: string,
  name: string,
  type: 'A' | 'AAAA',
): ClusterAnswer {
  const isFour = label.split('-').length === 4 && !label.includes('--')
  const address = parseAddress(label.replaceAll('-', isFour ? '.' : ':'))
  if (!address || pods === 'disabled') return noSuchName
  if (pods === 'verified' && !names.podAddresses.has(address.text)) return noSuchName
  return addressRecords(name, type, [address.text], [])
}

interface ServiceName {
  readonly service: string
  readonly namespace: string
  /** Labels left of the Service, nearest first. */
  readonly rest: readonly string[]
  readonly name: string
  readonly type: 'A' | 'AAAA'
  /** Names of the cluster's domain that led here. */
  readonly chain: readonly string[]
}

function serviceAnswer(names: Names, kubernetes: KubernetesZone, asked: ServiceName): ClusterAnswer {
  const key = `${asked.service}.${asked.namespace}`
  const service = names.services.get(key)
  if (!service) return { kind: 'no-such-name', facts: [`#object?Service/${asked.namespace}/${asked.service}`] }
  const { name, type, rest } = asked
  if (service.externalName !== null) return aliasAnswer(names, kubernetes, asked, service.externalName, service.fact)
  const slices = names.slices.get(key) ?? []
  const facts = [service.fact, ...slices.map((slice) => slice.fact)]
  const ready = slices.flatMap((slice) =>
    slice.endpoints.filter((endpoint) => endpoint.ready).map((endpoint) => ({ ...endpoint, ports: slice.ports })),
  )
  if (service.type === 'Headless' || rest.length === 1) {
    const wanted = ready.filter((endpoint) => matchesPort(rest, endpoint.ports) && matchesHostname(rest, endpoint))
    return addressRecords(
      name,
      type,
      wanted.flatMap((endpoint) => endpoint.addresses),
      facts,
    )
  }
  if (kubernetes.ignoreEmptyService && ready.length === 0) return { kind: 'no-such-name', facts }
  return matchesPort(rest, service.ports)
    ? addressRecords(name, type, service.clusterIps, [service.fact])
    : { kind: 'no-such-name', facts: [service.fact] }
}

/** `_port._protocol` before the Service; without ports nothing can match it. */
function matchesPort(
  rest: readonly string[],
  ports: readonly { readonly name: string; readonly protocol: string }[],
): boolean {
  if (rest.length !== 2) return true
  const [protocol, port] = rest.map((label) => label.replace(/^_/, ''))
  return ports.some((candidate) => candidate.name === port && candidate.protocol === protocol)
}

/** plugin/backend_lookup.go: an alias into the cluster stands only when it leads to an address, one to the outside always. */
function aliasAnswer(
  names: Names,
  kubernetes: KubernetesZone,
  { name, type, rest, chain }: ServiceName,
  externalName: string,
  fact: FactId,
): ClusterAnswer {
  const target = bareName(externalName)
  // The plugin takes an address for no name and passes the Service over.
  if (rest.length > 0 || parseAddress(externalName)) return { kind: 'no-such-name', facts: [fact] }
  const alias: AnswerRecord = { name, type: 'CNAME', data: target }
  if (!isInZone(target, kubernetes.zone)) return { kind: 'alias', records: [alias], target, facts: [fact] }
  if (chain.includes(target) || target === name || chain.length > 10) return { kind: 'no-data', facts: [fact] }
  const [kind, namespace = '', service = '', ...further] = target
    .slice(0, -kubernetes.zone.length - 1)
    .split('.')
    .toReversed()
  const asked = { service, namespace, rest: further, name: target, type, chain: [...chain, name] }
  const behind =
    kind === 'svc' ? serviceAnswer(names, kubernetes, asked) : clusterAnswer(names, kubernetes, target, type)
  const facts = [fact, ...behind.facts]
  if (behind.kind === 'records' || behind.kind === 'alias') {
    return { ...behind, records: [alias, ...behind.records], facts }
  }
  return { kind: 'no-data', facts }
}

/** Addresses of the other family make the name exist. */
function addressRecords(
  name: string,
  type: 'A' | 'AAAA',
  addresses: readonly string[],
  facts: readonly FactId[],
): ClusterAnswer {
  if (addresses.length === 0) return { kind: 'no-such-name', facts }
  const fitting = [...new Set(addresses)].filter((address) => address.includes(':') === (type === 'AAAA'))
  if (fitting.length === 0) return { kind: 'no-data', facts }
  return { kind: 'records', records: fitting.map((data) => ({ name, type, data })), facts }
}

/** An endpoint without a hostname is called by its address. */
function matchesHostname(
  rest: readonly string[],
  { hostname, addresses }: { readonly hostname: string | null; readonly addresses: readonly string[] },
): boolean {
  return rest.length !== 1 || (hostname ?? dashedAddress(addresses[0] ?? '')) === rest[0]
}

function dashedAddress(address: string): string {
  return address.replaceAll(/[.:]/g, '-').replace(/-$/, '-0')
}
