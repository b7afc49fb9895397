// Reads the nodes, their pods, the host and its other containers, and keeps the way in for clients to be tried.
import type { Engine } from '../../collect/docker/engine.ts'
import type { Namespace } from '../../model/namespace.ts'
import type { DockerFacts, Gap } from '../../model/snapshot.ts'
import { type CollectOptions, type LiveNetwork, networkOfFile } from '../live-network.ts'
import type { MatchedNodes } from './match-nodes.ts'
import type { ClusterNetworkChoice } from './open-cluster-network.ts'
import { probeByEngine } from './probe-by-engine.ts'

export interface OpenedNodes extends Pick<LiveNetwork, 'probeConnections' | 'probeNames'> {
  readonly namespaces: readonly Namespace[]
  readonly gaps: readonly Gap[]
}

export async function openNodes(
  engine: Engine,
  matched: MatchedNodes,
  docker: DockerFacts,
  options: CollectOptions & ClusterNetworkChoice,
): Promise<OpenedNodes> {
  const { networksHere } = await import('../../collect/docker/networks-here.ts')
  const here = await networksHere(engine, docker, options.signal)
  if (here.sameNamespace && here.pidsVisible && process.geteuid?.() === 0) return openAsRoot(matched, docker, options)
  const { readByEngine } = await import('./read-by-engine.ts')
  const { nodes, namespaces, gaps } = await readByEngine(engine, matched, docker, options)
  return { namespaces, gaps, ...probeByEngine(nodes) }
}

/** Everything in one pass, with this machine's own tools. */
async function openAsRoot(matched: MatchedNodes, docker: DockerFacts, options: CollectOptions): Promise<OpenedNodes> {
  const { rootNetworkFile } = await import('./root-network-file.ts')
  const network = networkOfFile(await rootNetworkFile(matched, docker))
  const { namespaces } = await network.collect(options)
  return { ...network, namespaces, gaps: [] }
}
