// Reads the objects of a cluster that concern its network, side by side, and says which of them it may not see.
import { setMaxListeners } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import type { KubernetesObject } from '../../model/snapshot.ts'
import { isObject, textOf } from '../../parse/json-value.ts'
import { redactObject } from '../../parse/redact-object.ts'
import { ApiError, type Cluster } from './cluster.ts'
import { isNamed, listResource, pathOf } from './list-resource.ts'
import { type ClusterNetworking, clusterNetworking } from './networking/cluster-networking.ts'
import { nothingRead } from './nothing-read.ts'
import { readVersion } from './read-version.ts'
import { type WantedResource, wantedResources } from './wanted-resources.ts'

export interface CollectOptions {
  readonly signal?: AbortSignal | undefined
}

export interface ClusterObjects extends ClusterNetworking {
  /** `v1.34.4`; null when the server does not say. */
  readonly serverVersion: string | null
  /** Secrets taken out; in the order of `wantedResources`, then as the server has them. */
  readonly objects: readonly KubernetesObject[]
  readonly unread: readonly UnreadResource[]
}

export interface UnreadResource {
  /** `services`, `configmaps kube-system/coredns`. */
  readonly resource: string
  readonly verb: 'get' | 'list'
  /** not-found: this server does not know the resource. A single object that is not there is no gap: it was looked for. */
  readonly reason: 'forbidden' | 'not-found' | 'failed'
  /** In the server's own words, and what was read in its place. */
  readonly why: string
}

/** Throws CannotLookError when nothing at all could be read, and the signal's reason. */
export async function collectObjects(cluster: Cluster, options: CollectOptions = {}): Promise<ClusterObjects> {
  const signal = options.signal === undefined ? undefined : withoutLimit(options.signal)
  for (let attempt = 1; ; attempt += 1) {
    const [{ version, isForbidden }, ...readings] = await Promise.all([
      readVersion(cluster, signal),
      ...wantedResources.flatMap((resource) => readResource(cluster, resource, signal)),
    ])
    signal?.throwIfAborted()
    if (isForbidden && attempt < ATTEMPTS && readings.some(({ unread }) => unread.some(isRefusal))) {
      await setTimeout(PAUSE_MS, undefined, { signal }).catch(() => signal?.throwIfAborted())
      continue
    }
    if (!readings.some(({ isRead }) => isRead))
      throw nothingRead(
        cluster,
        readings.flatMap(({ errors }) => errors),
      )
    const objects = withoutDoubles(readings.flatMap((reading) => reading.objects))
    return {
      serverVersion: version,
      ...(await clusterNetworking(objects)),
      objects: objects.map(redactObject),
      unread: readings.flatMap(({ unread }) => unread),
    }
  }
}

/** A server that starts has its roles within two seconds of opening its port. */
const ATTEMPTS = 4
const PAUSE_MS = 1_000

function isRefusal({ reason }: UnreadResource): boolean {
  return reason === 'forbidden'
}

/** Node warns of more than ten listeners on one signal; here every request that is under way listens. */
function withoutLimit(signal: AbortSignal): AbortSignal {
  const own = AbortSignal.any([signal])
  setMaxListeners(0, own)
  return own
}

interface Reading {
  readonly objects: readonly KubernetesObject[]
  /** Something was seen with it, were it that there is nothing. */
  readonly isRead: boolean
  readonly unread: readonly UnreadResource[]
  readonly errors: readonly unknown[]
}

/** Each settles; none rejects. */
function readResource(cluster: Cluster, wanted: WantedResource, signal?: AbortSignal): Promise<Reading>[] {
  const { objects } = wanted
  if (objects === null) return [readList(cluster, wanted, signal)]
  return objects.names.map((name) => readNamed(cluster, wanted, objects.namespace, name, signal))
}

async function readList(cluster: Cluster, wanted: WantedResource, signal?: AbortSignal): Promise<Reading> {
  try {
    return read(await listResource(cluster, wanted, null, signal))
  } catch (error) {
    const gap = unreadResource(wanted, wanted.resource, error)
    if (gap.reason !== 'forbidden' || !wanted.namespaced) return notRead(gap, error)
    // Who may not look at the whole cluster may often look at one namespace.
    return await listResource(cluster, wanted, cluster.namespace, signal).then(
      (objects) => ({
        ...read(objects),
        unread: [{ ...gap, why: `${gap.why}; only those of namespace ${cluster.namespace} were read` }],
      }),
      () => notRead(gap, error),
    )
  }
}

async function readNamed(
  cluster: Cluster,
  wanted: WantedResource,
  namespace: string,
  name: string,
  signal?: AbortSignal,
): Promise<Reading> {
  try {
    const object = await cluster.get(`${pathOf(wanted, namespace)}/${encodeURIComponent(name)}`, signal)
    return read(isWhole(object) ? [object] : [])
  } catch (error) {
    // Every cluster has some of these only.
    if (error instanceof ApiError && error.status === 404) return { ...read([]), isRead: false, errors: [error] }
    return notRead(unreadResource(wanted, `${wanted.resource} ${namespace}/${name}`, error), error)
  }
}

function isWhole(object: unknown): object is KubernetesObject {
  if (!isObject(object)) return false
  return textOf(object, 'apiVersion') !== null && textOf(object, 'kind') !== null && isNamed(object.metadata)
}

function read(objects: readonly KubernetesObject[]): Reading {
  return { objects, isRead: true, unread: [], errors: [] }
}

function notRead(gap: UnreadResource, error: unknown): Reading {
  return { objects: [], isRead: false, unread: [gap], errors: [error] }
}

function unreadResource({ apiGroup, version, verb }: WantedResource, resource: string, error: unknown): UnreadResource {
  const message = error instanceof Error ? error.message : String(error)
  if (!(error instanceof ApiError)) return { resource, verb, reason: 'failed', why: message }
  switch (error.status) {
    case 403:
      return { resource, verb, reason: 'forbidden', why: message }
    case 404: {
      const group = apiGroup === '' ? version : `${apiGroup}/${version}`
      return { resource, verb, reason: 'not-found', why: `this server has no ${resource} of ${group}` }
    }
    default:
      return { resource, verb, reason: 'failed', why: `${message} (HTTP status ${error.status})` }
  }
}

/** A workload of kube-system may be both asked for by name and listed; an object that moves between two pages is on both. */
function withoutDoubles(objects: readonly KubernetesObject[]): KubernetesObject[] {
  const byName = new Map<string, KubernetesObject>()
  for (const object of objects) {
    const { apiVersion, kind, metadata } = object
    byName.set(`${apiVersion}/${kind}/${metadata.namespace ?? ''}/${metadata.name}`, object)
  }
  return [...byName.values()]
}
