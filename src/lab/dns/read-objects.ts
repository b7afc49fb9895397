// Reads the Kubernetes objects of a manifests file: YAML documents or JSON, Lists unpacked.
import { readFile } from 'node:fs/promises'
import type { KubernetesObject } from '../../model/snapshot.ts'

export async function readObjects(path: string): Promise<KubernetesObject[]> {
  return (await documentsOf(await readFile(path, 'utf8'))).flatMap(unpacked)
}

/** The YAML library is loaded only where it is needed: JSON is what the lab itself writes. */
async function documentsOf(text: string): Promise<unknown[]> {
  if (/^\s*[[{]/.test(text)) return [JSON.parse(text)]
  const { parseAllDocuments } = await import('yaml')
  return parseAllDocuments(text).map((document) => document.toJS())
}

function unpacked(value: unknown): KubernetesObject[] {
  if (Array.isArray(value)) return value.flatMap(unpacked)
  if (typeof value !== 'object' || value === null) return []
  const { kind, items } = value as { kind?: unknown; items?: unknown }
  if (kind === 'List' && Array.isArray(items)) return items.flatMap(unpacked)
  return typeof kind === 'string' ? [value as KubernetesObject] : []
}
