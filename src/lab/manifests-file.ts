// The lab's Kubernetes objects on disk: one YAML document an object, as `kubectl get -o yaml` would give them.
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseAllDocuments, stringify } from 'yaml'
import type { KubernetesObject } from '../model/snapshot.ts'
import { labDirectory } from './lab-directory.ts'

export const manifestsFile = 'manifests.yaml'

export async function readManifests(name: string): Promise<KubernetesObject[]> {
  const text = await readFile(join(labDirectory(name), manifestsFile), 'utf8')
  return parseAllDocuments(text).map((document) => document.toJS() as KubernetesObject)
}

/** Whole or not at all: cluster DNS may read at any moment. */
export async function writeManifests(name: string, objects: readonly KubernetesObject[]): Promise<void> {
  const file = join(labDirectory(name), manifestsFile)
  await writeFile(
    `${file}.new`,
    objects.map((object) => `---\n${stringify(object, { aliasDuplicateObjects: false })}`).join(''),
  )
  await rename(`${file}.new`, file)
}
