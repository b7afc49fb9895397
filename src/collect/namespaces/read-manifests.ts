// Reads files of plain Kubernetes manifests: YAML of several documents or JSON, lists taken apart, secrets taken out.
import { readFile } from 'node:fs/promises'
import type { KubernetesObject } from '../../model/snapshot.ts'
import { redactObject } from '../../parse/redact-object.ts'
import { InputError } from '../../schema/input-error.ts'
import { splitDocuments } from './split-documents.ts'

/** In the order of the files. Throws InputError. */
export async function readManifests(paths: readonly string[]): Promise<KubernetesObject[]> {
  return (await Promise.all(paths.map(readManifestFile))).flat()
}

async function readManifestFile(path: string): Promise<KubernetesObject[]> {
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw new InputError(
      { file: path, line: null, field: null, expected: `expected a file of manifests: ${error.message}` },
      { cause: error },
    )
  })
  const [{ objectSchema, listSchema }, { checkValue }] = await Promise.all([
    import('../../schema/manifest-schema.ts'),
    import('../../schema/check-value.ts'),
  ])
  const objects: KubernetesObject[] = []
  const take = (value: unknown, line: number | null, where: string | null): void => {
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) take(item, line, `${where ?? ''}[${index}]`)
      return
    }
    const list = isList(value)
    const checked = list ? checkValue(listSchema, value) : checkValue(objectSchema, value)
    if (!checked.ok) {
      const field = [where, checked.fault.field].filter((part) => part !== null).join('.')
      throw new InputError({ file: path, line, field: field === '' ? null : field, expected: checked.fault.expected })
    }
    if (!list) {
      objects.push(redactObject(withNamespace(checked.value as KubernetesObject)))
      return
    }
    // What `kubectl get services -o json` and the API's own lists leave out of each item stands in the list.
    const { apiVersion, kind, items } = checked.value as { apiVersion: string; kind: string; items: readonly unknown[] }
    const itemKind = kind === 'List' ? {} : { apiVersion, kind: kind.slice(0, -'List'.length) }
    for (const [index, item] of items.entries()) {
      const whole = item !== null && typeof item === 'object' ? { ...itemKind, ...item } : item
      take(whole, line, `${where === null ? '' : `${where}.`}items[${index}]`)
    }
  }
  for (const { value, line } of await splitDocuments(text, path)) if (value !== null) take(value, line, null)
  return objects
}

function isList(value: unknown): boolean {
  if (value === null || typeof value !== 'object') return false
  const { kind, items } = value as { readonly kind?: unknown; readonly items?: unknown }
  return typeof kind === 'string' && kind.endsWith('List') && items !== undefined
}

/** The kinds that this program reads and that live in a namespace: a server puts them into `default` when none is named. */
const NAMESPACED = new Set([
  'ConfigMap',
  'DaemonSet',
  'Deployment',
  'EndpointSlice',
  'Endpoints',
  'Ingress',
  'Job',
  'NetworkPolicy',
  'Pod',
  'ReplicaSet',
  'Secret',
  'Service',
  'StatefulSet',
])

function withNamespace(object: KubernetesObject): KubernetesObject {
  if (object.metadata.namespace !== undefined || !NAMESPACED.has(object.kind)) return object
  return { ...object, metadata: { ...object.metadata, namespace: 'default' } }
}
