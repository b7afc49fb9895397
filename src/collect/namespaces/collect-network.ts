// Collects all facts of a network file's network at one moment: namespaces, Kubernetes objects, Docker's networks and containers.
import { closeNamespaces, openNamespaces } from '../../enter/open-namespaces.ts'
import type { Namespace } from '../../model/namespace.ts'
import type { NetworkFile } from '../../model/network-file.ts'
import type { DockerFacts, KubernetesObject, Snapshot } from '../../model/snapshot.ts'
import { parseNamespace } from '../../parse/parse-namespace.ts'
import { readNamespaces } from './read-namespaces.ts'

export interface CollectOptions {
  readonly signal?: AbortSignal | undefined
}

/** Throws CannotLookError when a namespace cannot be entered, InputError when a manifest or docker file is wrong. What a tool does
 *  not tell is named in `unread`. */
export async function collectNetwork(file: NetworkFile, options: CollectOptions = {}): Promise<Snapshot> {
  const takenAt = new Date().toISOString()
  const [namespaces, kubernetes, docker] = await Promise.all([
    collectNamespaces(file, options.signal),
    file.kubernetes.length === 0 ? [] : collectManifests(file.kubernetes),
    file.docker === null ? null : collectDocker(file.docker),
  ])
  return {
    apiVersion: 'fairlead.dev/v1',
    kind: 'Snapshot',
    version: 1,
    takenAt,
    clusterDomain: file.clusterDomain,
    podCidrs: file.podCidrs,
    serviceCidrs: file.serviceCidrs,
    namespaces,
    kubernetes,
    docker,
    measurements: [],
    nameMeasurements: [],
  }
}

// Both are loaded only for networks that have such files.
async function collectManifests(paths: readonly string[]): Promise<KubernetesObject[]> {
  const { readManifests } = await import('./read-manifests.ts')
  return readManifests(paths)
}

async function collectDocker(path: string): Promise<DockerFacts> {
  const { readDocker } = await import('./read-docker.ts')
  return readDocker(path)
}

async function collectNamespaces(file: NetworkFile, signal: AbortSignal | undefined): Promise<Namespace[]> {
  const opened = await openNamespaces(file.namespaces)
  try {
    return (await readNamespaces(opened, signal)).map(parseNamespace)
  } finally {
    await closeNamespaces(opened)
  }
}
