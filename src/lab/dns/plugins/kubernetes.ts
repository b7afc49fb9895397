// CoreDNS's kubernetes plugin: answers for the cluster's domain and its addresses from the objects.
import { isIP, isIPv4, isIPv6 } from 'node:net'
import type { Answer as ResourceRecord } from 'dns-packet'
import type { ClusterRecords, PortRecord, ServiceRecord } from '../cluster-records.ts'
import {
  answerWith,
  type DnsAnswer,
  type Handler,
  isInZone,
  normalName,
  type Plugin,
  type Question,
  zoneOf,
} from '../dns-answer.ts'
import { addressOfReverseName } from '../reverse-name.ts'

export interface KubernetesOptions {
  readonly zones: readonly string[]
  readonly ttl: number
  readonly pods: 'disabled' | 'insecure' | 'verified'
  /** Zones in which a name that is not there goes to the next plugin. */
  readonly fallthrough: readonly string[]
  readonly namespaces: readonly string[]
  readonly ignoreEmptyService: boolean
}

export interface KubernetesSources {
  readonly records: () => ClusterRecords
  /** The whole server again, for what a CNAME points to outside the cluster. */
  readonly lookup: Handler
}

export function kubernetesPlugin(options: KubernetesOptions, sources: KubernetesSources): Plugin {
  return (next) => async (question) => {
    const zone = zoneOf(question.name, options.zones)
    if (zone === undefined) return next(question)
    const context: Context = { options, sources, zone, records: sources.records() }
    const found = await answersTo(context, question)
    if (found === 'no-such-name') {
      if (zoneOf(question.name, options.fallthrough) !== undefined) return next(question)
      return negative(context, 'NXDOMAIN')
    }
    return found.answers.length === 0 ? negative(context, 'NOERROR') : answerWith(found.answers, found.additionals)
  }
}

interface Context {
  readonly options: KubernetesOptions
  readonly sources: KubernetesSources
  readonly zone: string
  readonly records: ClusterRecords
}

/** One thing that a name stands for: an address with a port, or another name. */
interface Target {
  readonly host: string
  readonly port: number
  /** The name that an SRV record gives to the address. */
  readonly owner: string
}

interface Answers {
  readonly answers: readonly ResourceRecord[]
  readonly additionals: readonly ResourceRecord[]
}

/** plugin/kubernetes/handler.go, ServeDNS. Types that it does not know get the empty answer or the error that an A query would. */
async function answersTo(context: Context, question: Question): Promise<Answers | 'no-such-name'> {
  const reverse = addressOfReverseName(question.name)
  if (reverse !== null) return question.type === 'PTR' ? pointerAnswers(context, question, reverse) : 'no-such-name'
  const targets = findTargets(context, question.name)
  if (targets === 'no-such-name') return targets
  if (question.type === 'A' || question.type === 'AAAA') {
    return { answers: await addressAnswers(context, question, targets, []), additionals: [] }
  }
  if (question.type === 'SRV') return serviceAnswers(context, question, targets)
  const [first] = targets
  if (question.type === 'CNAME' && first && !isIP(first.host)) {
    return { answers: [alias(context, question.name, first.host)], additionals: [] }
  }
  return { answers: [], additionals: [] }
}

/** plugin/kubernetes/parse.go, parseRequest: [endpoint | port.protocol.]service.namespace.(svc|pod).zone */
function findTargets(context: Context, name: string): readonly Target[] | 'no-such-name' {
  const { zone, records, options } = context
  const base = zone === '' ? name : name.slice(0, Math.max(0, name.length - zone.length - 1))
  const labels = base === '' ? [] : base.split('.').toReversed()
  const [kind, namespace, service, ...rest] = labels
  if (kind === undefined) return []
  if (kind === 'dns' && namespace === 'ns' && service === undefined) return []
  if (kind !== 'svc' && kind !== 'pod') return 'no-such-name'
  if (namespace === undefined) return []
  if (rest.length > 2) return 'no-such-name'
  const exposed = options.namespaces.length === 0 || options.namespaces.includes(namespace)
  if (!exposed || !records.hasNamespace(namespace)) return 'no-such-name'
  if (service === undefined) return []
  if (kind === 'pod') return podTargets(context, namespace, service, name)
  return serviceTargets(context, records.service(service, namespace), rest)
}

function podTargets(
  context: Context,
  namespace: string,
  pod: string,
  owner: string,
): readonly Target[] | 'no-such-name' {
  const { options, records } = context
  const isFour = pod.split('-').length === 4 && !pod.includes('--')
  const address = pod.replaceAll('-', isFour ? '.' : ':')
  if (options.pods === 'disabled' || isIP(address) === 0) return 'no-such-name'
  if (options.pods === 'verified' && !records.podAddresses(namespace).includes(address)) return 'no-such-name'
  return [{ host: address, port: 0, owner }]
}

/** plugin/kubernetes/kubernetes.go, findServices. */
function serviceTargets(
  context: Context,
  service: ServiceRecord | undefined,
  rest: readonly string[],
): readonly Target[] | 'no-such-name' {
  if (!service) return 'no-such-name'
  const owner = `${service.name}.${service.namespace}.svc.${context.zone}`
  const [protocol, port] = rest.length === 2 ? rest.map((label) => label.replace(/^_/, '')) : []
  const wantedEndpoint = rest.length === 1 ? rest[0] : undefined
  const endpoints = context.records.endpoints(service.name, service.namespace)
  const isCluster = service.externalName === null && !service.headless
  if (context.options.ignoreEmptyService && isCluster && endpoints.length === 0) return 'no-such-name'
  if (service.externalName !== null) {
    // An address is no name: the plugin skips it, and the Service has no answer at all.
    const isName = rest.length === 0 && isIP(service.externalName) === 0
    return isName ? [{ host: normalName(service.externalName), port: 0, owner }] : 'no-such-name'
  }
  const matches = (candidate: PortRecord) =>
    (port === undefined || candidate.name.toLowerCase() === port) &&
    (protocol === undefined || candidate.protocol === protocol)
  const targets =
    service.headless || wantedEndpoint !== undefined
      ? endpoints
          .filter((endpoint) => wantedEndpoint === undefined || endpoint.hostname.toLowerCase() === wantedEndpoint)
          .flatMap((endpoint) =>
            endpoint.ports
              .filter(matches)
              .map((found) => ({ host: endpoint.address, port: found.port, owner: `${endpoint.hostname}.${owner}` })),
          )
      : service.ports
          .filter(matches)
          .flatMap((found) => service.clusterIps.map((host) => ({ host, port: found.port, owner })))
  return targets.length === 0 ? 'no-such-name' : targets
}

/** plugin/backend_lookup.go, A and AAAA. An alias into the cluster that ends nowhere is left out; one to the outside always stands. */
async function addressAnswers(
  context: Context,
  question: Question,
  targets: readonly Target[],
  chain: readonly string[],
): Promise<ResourceRecord[]> {
  const found = new Map<string, ResourceRecord>()
  for (const { host } of targets) {
    if (isIP(host) !== 0) {
      const fits = question.type === 'A' ? isIPv4(host) : isIPv6(host)
      if (fits) found.set(host, addressRecord(context, question.name, host))
      continue
    }
    if (host === question.name || chain.includes(host) || chain.length > 10) continue
    const record = alias(context, question.name, host)
    const target = { name: host, type: question.type }
    const behind = isInZone(host, context.zone)
      ? await behindAlias(context, target, [...chain, question.name])
      : (await context.sources.lookup(target)).answers
    if (behind === null) continue
    for (const answer of [record, ...behind]) found.set(JSON.stringify(answer), answer)
  }
  return [...found.values()]
}

async function behindAlias(
  context: Context,
  target: Question,
  chain: readonly string[],
): Promise<ResourceRecord[] | null> {
  const targets = findTargets(context, target.name)
  if (targets === 'no-such-name') return null
  const answers = await addressAnswers(context, target, targets, chain)
  return answers.length === 0 ? null : answers
}

/** plugin/backend_lookup.go, SRV: equal shares of weight 100; an ExternalName has none. */
function serviceAnswers(context: Context, question: Question, targets: readonly Target[]): Answers {
  const reachable = targets.filter((target) => isIP(target.host) !== 0)
  const weight = Math.max(1, Math.floor(100 / Math.max(1, reachable.length)))
  const answers = new Map<string, ResourceRecord>()
  const additionals = new Map<string, ResourceRecord>()
  for (const { host, port, owner } of reachable.filter((target) => target.port !== -1)) {
    const data = { priority: 0, weight, port, target: owner }
    answers.set(`${owner} ${port}`, { type: 'SRV', name: question.name, ttl: context.options.ttl, data })
    additionals.set(`${owner} ${host}`, addressRecord(context, owner, host))
  }
  return { answers: [...answers.values()], additionals: [...additionals.values()] }
}

/** plugin/kubernetes/reverse.go: the Service with that ClusterIP, else every endpoint with that address. */
function pointerAnswers(context: Context, question: Question, address: string): Answers | 'no-such-name' {
  const { records, options } = context
  const primary = options.zones.find((zone) => !zone.endsWith('.arpa')) ?? ''
  const owner = records.services.find((service) => service.clusterIps.includes(address))
  const names = owner
    ? [`${owner.name}.${owner.namespace}.svc.${primary}`]
    : records.services.flatMap((service) =>
        records
          .endpoints(service.name, service.namespace)
          .filter((endpoint) => endpoint.address === address)
          .map((endpoint) => `${endpoint.hostname}.${service.name}.${service.namespace}.svc.${primary}`),
      )
  if (names.length === 0) return 'no-such-name'
  const answers = names.map((data) => ({ type: 'PTR' as const, name: question.name, ttl: options.ttl, data }))
  return { answers, additionals: [] }
}

function addressRecord(context: Context, name: string, address: string): ResourceRecord {
  return { type: isIPv4(address) ? 'A' : 'AAAA', name, ttl: context.options.ttl, data: address }
}

function alias(context: Context, name: string, target: string): ResourceRecord {
  return { type: 'CNAME', name, ttl: context.options.ttl, data: target }
}

/** plugin/backend_lookup.go, SOA and BackendError: the SOA's own ttl is at most 300. */
function negative(context: Context, rcode: 'NXDOMAIN' | 'NOERROR'): DnsAnswer {
  const { ttl } = context.options
  const data = {
    mname: `ns.dns.${context.zone}`,
    rname: `hostmaster.${context.zone}`,
    serial: context.records.serial,
    refresh: 7200,
    retry: 1800,
    expire: 86400,
    minimum: ttl,
  }
  const soa: ResourceRecord = { type: 'SOA', name: context.zone, ttl: Math.min(ttl, 300), data }
  return { rcode, authoritative: true, answers: [], authorities: [soa], additionals: [] }
}
