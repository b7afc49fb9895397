// Takes everything secret out of a Kubernetes object: what is left of free text are the hosts and ports that it names.
import type { KubernetesObject } from '../model/snapshot.ts'
import { fieldOf, isObject, type JsonObject } from './json-value.ts'
import { keepAddresses, REDACTED } from './redact/keep-addresses.ts'

export function redactObject(object: KubernetesObject): KubernetesObject {
  const { apiVersion, kind, metadata, ...rest } = object
  const body = isWellKnown(apiVersion, kind) ? redactKnown(kind, rest, isCorefile(object)) : keepTexts(rest)
  return { apiVersion, kind, metadata: redactMetadata(metadata), ...asObject(body) }
}

function isWellKnown(apiVersion: string, kind: string): boolean {
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : ''
  return groups.has(group) && kind !== 'Config'
}

/** Groups whose kinds are Kubernetes' own; what another kind's fields hold nobody can know here. */
const groups: ReadonlySet<string> = new Set(['', 'apps', 'batch', 'discovery.k8s.io', 'networking.k8s.io', 'policy'])

/** Cluster DNS's configuration decides what names mean; it is kept whole. */
function isCorefile({ kind, metadata }: KubernetesObject): boolean {
  return kind === 'ConfigMap' && metadata.namespace === 'kube-system' && metadata.name.startsWith('coredns')
}

function redactKnown(kind: string, rest: JsonObject, isWhole: boolean): unknown {
  if (kind === 'Secret') return withoutKeys(rest, ['data', 'stringData'])
  if (kind === 'ConfigMap') return isWhole ? rest : keepTexts(withoutKeys(rest, ['binaryData']))
  return redactFields(rest)
}

function redactMetadata<Metadata extends JsonObject>(metadata: Metadata): Metadata {
  const rest = { ...metadata }
  // Optional in every kind of metadata.
  delete (rest as { managedFields?: unknown }).managedFields
  const annotations = fieldOf(metadata, 'annotations')
  if (annotations === undefined) return rest
  const kept = Object.entries(isObject(annotations) ? annotations : {}).flatMap(([key, value]): [string, unknown][] => {
    if (key === 'kubectl.kubernetes.io/last-applied-configuration') return []
    return [[key, isOwnSwitch(key) ? value : keepTexts(value)]]
  })
  return { ...rest, annotations: Object.fromEntries(kept) }
}

/** `endpoints.kubernetes.io/over-capacity`, `service.kubernetes.io/topology-mode`: what Kubernetes' own controllers act on. */
function isOwnSwitch(key: string): boolean {
  return /^(?:(?:endpoints|endpointslice|service|deployment|batch|node)\.)?(?:(?:alpha|beta)\.)?kubernetes\.io\//.test(
    key,
  )
}

/** Walks through the fields of an object of Kubernetes' own; what a person may have written a secret into is cut down. */
function redactFields(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redactFields)
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, redactField(key, inner)]))
}

function redactField(key: string, value: unknown): unknown {
  if (key === 'env' || key === 'httpHeaders') return Array.isArray(value) ? value.map(redactNamedValue) : REDACTED
  // dnsConfig's options are a list, a volume driver's are not.
  if (freeText.has(key) && !(key === 'options' && Array.isArray(value))) return keepTexts(value)
  // A pod template's own.
  if (key === 'metadata' && isObject(value)) return redactMetadata(value)
  if (key === 'path' && typeof value === 'string') return value.replace(/\?.*$/s, '')
  return redactFields(value)
}

/** Fields of pods and workloads that hold whatever a person wrote; a container's last words (`message`) among them. */
const freeText: ReadonlySet<string> = new Set([
  'command',
  'args',
  'message',
  'volumeAttributes',
  'options',
  'mountOptions',
  'repository',
])

/** `{name: DB_URL, value: …}`; where the value comes from elsewhere only that place is named. */
function redactNamedValue(entry: unknown): unknown {
  if (!isObject(entry)) return REDACTED
  const value = fieldOf(entry, 'value')
  if (isPort(fieldOf(entry, 'name'), value)) return entry
  return value === undefined ? entry : { ...entry, value: typeof value === 'string' ? keepAddresses(value) : REDACTED }
}

/** `DATABASE_PORT=5432`: with it a host that stands beside it can be dialled, and no secret is a port's number. */
function isPort(name: unknown, value: unknown): boolean {
  return typeof name === 'string' && /PORT$/i.test(name) && typeof value === 'string' && /^\d{1,5}$/.test(value)
}

function keepTexts(value: unknown): unknown {
  if (typeof value === 'string') return keepAddresses(value)
  if (Array.isArray(value)) return value.map(keepTexts)
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, keepTexts(inner)]))
}

function withoutKeys(object: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)))
}

function asObject(value: unknown): JsonObject {
  return isObject(value) ? value : {}
}
