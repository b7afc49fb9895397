// Reads all objects of one resource, page by page, each whole.
import type { KubernetesObject } from '../../model/snapshot.ts'
import { isObject, objectOf, objectsOf, textOf } from '../../parse/json-value.ts'
import { ApiError, type Cluster } from './cluster.ts'
import type { WantedResource } from './wanted-resources.ts'

/** As kubectl's: --chunk-size. */
export const PAGE_SIZE = 500

/** Of one namespace, or of all. Rejects as Cluster.get does. */
export async function listResource(
  cluster: Cluster,
  wanted: WantedResource,
  namespace: string | null,
  signal?: AbortSignal,
): Promise<KubernetesObject[]> {
  const path = pathOf(wanted, namespace)
  const objects: KubernetesObject[] = []
  for (let next: string | null = ''; next !== null; ) {
    const from: string = next === '' ? '' : `&continue=${encodeURIComponent(next)}`
    const page: unknown = await cluster.get(`${path}?limit=${PAGE_SIZE}${from}`, signal).catch((error: unknown) => {
      if (next !== '' && error instanceof ApiError && error.status === 410) return null
      throw error
    })
    // etcd forgets old revisions after five minutes and the pages were of one: anew, in one piece, as client-go's pager does.
    if (page === null) return itemsOf(await cluster.get(path, signal))
    objects.push(...itemsOf(page))
    const more = isObject(page) ? textOf(objectOf(page, 'metadata'), 'continue') : null
    next = more === '' ? null : more
  }
  return objects
}

/** `/api/v1/namespaces/shop/pods`; for one object its name follows. */
export function pathOf({ apiGroup, version, resource }: WantedResource, namespace: string | null): string {
  const root = apiGroup === '' ? `/api/${version}` : `/apis/${apiGroup}/${version}`
  return `${root}${namespace === null ? '' : `/namespaces/${encodeURIComponent(namespace)}`}/${resource}`
}

/** A list names its items' apiVersion and kind once, for all. */
function itemsOf(page: unknown): KubernetesObject[] {
  if (!isObject(page)) return []
  const apiVersion = textOf(page, 'apiVersion') ?? ''
  const kind = (textOf(page, 'kind') ?? '').replace(/List$/, '')
  return objectsOf(page, 'items').flatMap((item) => {
    const { metadata } = item
    return isNamed(metadata) ? [{ ...item, apiVersion, kind, metadata }] : []
  })
}

export function isNamed(metadata: unknown): metadata is KubernetesObject['metadata'] {
  return isObject(metadata) && textOf(metadata, 'name') !== null
}
