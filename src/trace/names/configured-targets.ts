// Hosts and ports that pods are told to dial: in their containers' environment, arguments and the ConfigMaps behind them.
import type { KubernetesObject, Snapshot } from '../../model/snapshot.ts'
import { parseAddress } from '../address.ts'

export interface ConfiguredTarget {
  /** `shop/web`: the pod, and the namespace that it is. */
  readonly pod: string
  /** `DATABASE_URL in the environment of container web`. */
  readonly where: string
  readonly host: string
  readonly port: number | null
}

export function configuredTargets(snapshot: Snapshot): ConfiguredTarget[] {
  const configMaps = new Map(
    snapshot.kubernetes
      .filter(({ kind }) => kind === 'ConfigMap')
      .map((map) => [nameOf(map), record(map.data)] as const),
  )
  return snapshot.kubernetes
    .filter(({ kind }) => kind === 'Pod')
    .flatMap((pod) => {
      const containers = list(record(pod.spec).containers).map(record)
      return containers.flatMap((container) => targetsOf(pod, container, configMaps))
    })
}

/** Where a server is to listen, or whom it lets in, is no address that it dials. */
const servesItself = /listen|bind|advertise|allow|origin|cors|no_?proxy|health|probe|metrics/i

type ConfigMaps = ReadonlyMap<string, Readonly<Record<string, unknown>>>

function targetsOf(
  pod: KubernetesObject,
  container: Readonly<Record<string, unknown>>,
  configMaps: ConfigMaps,
): ConfiguredTarget[] {
  const name = text(container.name)
  const namespace = pod.metadata.namespace ?? 'default'
  const variables = new Map([
    ...importedVariables(container, namespace, configMaps),
    ...ownVariables(container, namespace, configMaps),
  ])
  const named = [...variables].flatMap(([variable, value]) => {
    if (servesItself.test(variable)) return []
    const where = `${variable} in the environment of container ${name}`
    return hostsIn(value).map((found) => ({ ...found, port: found.port ?? portBeside(variable, variables), where }))
  })
  const words = [...list(container.command), ...list(container.args)].map(text)
  const passed = words.flatMap((word, index) => {
    if (servesItself.test(word) || servesItself.test(words[index - 1] ?? '')) return []
    return hostsIn(word).map((found) => ({ ...found, where: `the arguments of container ${name}` }))
  })
  return [...named, ...passed].map((found) => ({ pod: nameOf(pod), ...found }))
}

function ownVariables(
  container: Readonly<Record<string, unknown>>,
  namespace: string,
  configMaps: ConfigMaps,
): [string, string][] {
  return list(container.env)
    .map(record)
    .map((variable): [string, string] => {
      const reference = record(record(variable.valueFrom).configMapKeyRef)
      const referred = configMaps.get(`${namespace}/${text(reference.name)}`)?.[text(reference.key)]
      return [text(variable.name), text(variable.value ?? referred)]
    })
}

function importedVariables(
  container: Readonly<Record<string, unknown>>,
  namespace: string,
  configMaps: ConfigMaps,
): [string, string][] {
  return list(container.envFrom)
    .map(record)
    .flatMap((source) => {
      const data = configMaps.get(`${namespace}/${text(record(source.configMapRef).name)}`) ?? {}
      return Object.entries(data).map(([key, value]): [string, string] => [`${text(source.prefix)}${key}`, text(value)])
    })
}

/** Where a client's library takes the port from when a URL has none. */
const defaultPorts: Readonly<Record<string, number>> = {
  http: 80,
  ws: 80,
  https: 443,
  wss: 443,
  postgres: 5432,
  postgresql: 5432,
  mysql: 3306,
  mariadb: 3306,
  redis: 6379,
  rediss: 6379,
  amqp: 5672,
  amqps: 5671,
  mongodb: 27017,
  nats: 4222,
  mqtt: 1883,
  memcached: 11211,
}

/** `jdbc:postgresql://db.shop:5432/x`, `http://a,http://b`, `localhost:6379`, `--db=127.0.0.1:5432`. */
function hostsIn(value: string): { host: string; port: number | null }[] {
  return value.split(/[\s,;="']+/).flatMap((word) => {
    const [, scheme, authority = ''] = /^(?:jdbc:)?(?:([a-z][a-z0-9+.-]*):\/\/)?(?:[^@/]*@)?([^/?#]*)/i.exec(word) ?? []
    const [, bracketed, plain, digits] = /^(?:\[([^\]]+)\]|([^:]*))(?::(\d+))?$/.exec(authority) ?? []
    const host = (bracketed ?? plain ?? '').toLowerCase()
    const port =
      digits === undefined ? (defaultPorts[scheme?.split('+')[0]?.toLowerCase() ?? ''] ?? null) : Number(digits)
    const isTold = scheme !== undefined || digits !== undefined || isPlainlyHost(host)
    return isTold && isHost(host) ? [{ host, port }] : []
  })
}

/** A word that can be nothing but a host. */
function isPlainlyHost(host: string): boolean {
  return (
    parseAddress(host) !== null ||
    host === 'localhost' ||
    /\.(svc|internal|local|localhost|lan|home)\.?$/.test(host) ||
    /\.svc\./.test(host)
  )
}

function isHost(host: string): boolean {
  return parseAddress(host) !== null || (/^[a-z0-9_]([a-z0-9_.-]*[a-z0-9.])?$/.test(host) && /[a-z]/.test(host))
}

/** `DATABASE_HOST=localhost` beside `DATABASE_PORT=5432`. */
function portBeside(variable: string, variables: ReadonlyMap<string, string>): number | null {
  const stem = variable.replace(/_?(HOST|HOSTNAME|ADDR|ADDRESS|SERVER|ENDPOINT|URL|URI)$/i, '')
  const value = variables.get(`${stem}_PORT`) ?? variables.get(`${stem}PORT`)
  return value !== undefined && /^\d+$/.test(value) ? Number(value) : null
}

function nameOf({ metadata }: KubernetesObject): string {
  return `${metadata.namespace ?? 'default'}/${metadata.name}`
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}
