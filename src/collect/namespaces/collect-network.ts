// Collects all facts of a network file's network at one moment: namespaces, Kubernetes objects, Docker's networks and containers.
import { closeNamespaces, openNamespaces } from '../../enter/open-namespaces.ts'
import type { Namespace } from '../../model/namespace.ts'
import type { NetworkFile } from '../../model/network-file.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { parseNamespace } from '../../parse/parse-namespace.ts'
import { readDocker } from './read-docker.ts'
import { readManifests } from './read-manifests.ts'
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
    readManifests(file.kubernetes),
    readDocker(file.docker),
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

async function collectNamespaces(file: NetworkFile, signal: AbortSignal | undefined): Promise<Namespace[]> {
  const opened = await openNamespaces(file.namespaces)
  try {
    return (await readNamespaces(opened, signal)).map(parseNamespace)
  } finally {
    await closeNamespaces(opened)
  }
}
