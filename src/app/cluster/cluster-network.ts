// A cluster as a network that stands: read part by part, each with the right that this user has.
import type { Engine } from '../../collect/docker/engine.ts'
import type { Cluster } from '../../collect/kubernetes/cluster.ts'
import { CannotLookError } from '../../model/errors.ts'
import type { DockerFacts, Gap, Snapshot } from '../../model/snapshot.ts'
import type { CollectOptions, LiveNetwork } from '../live-network.ts'
import { type MatchedNodes, matchNodes } from './match-nodes.ts'
import type { ClusterNetworkChoice } from './open-cluster-network.ts'
import { type OpenedNodes, openNodes } from './open-nodes.ts'

/** The cluster's connections are closed once it is read: clients are tried on the nodes. */
export function clusterNetwork(cluster: Cluster, choice: ClusterNetworkChoice): LiveNetwork {
  let nodes: OpenedNodes | null = null
  return {
    collect: async (options) => {
      try {
        const read = await readCluster(cluster, choice, options)
        nodes = read.nodes
        return read.snapshot
      } finally {
        cluster.close()
      }
    },
    probeConnections: async (requests, options) => (nodes ? nodes.probeConnections(requests, options) : []),
    probeNames: async (requests, options) => (nodes ? nodes.probeNames(requests, options) : []),
  }
}

async function readCluster(
  cluster: Cluster,
  choice: ClusterNetworkChoice,
  options: CollectOptions,
): Promise<{ readonly snapshot: Snapshot; readonly nodes: OpenedNodes | null }> {
  const { signal, progress } = options
  const takenAt = new Date().toISOString()
  progress.say(`reading the objects of ${cluster.context}`)
  const { collectObjects } = await import('../../collect/kubernetes/collect-objects.ts')
  const [objects, machine] = await Promise.all([collectObjects(cluster, { signal }), readMachine(signal)])
  const matched = matchNodes(
    objects.objects.filter(({ kind }) => kind === 'Node'),
    machine.docker,
  )
  const nodes = await readNodes(machine, matched, { ...choice, ...options })
  const gaps = [
    ...objects.unread.filter(({ reason }) => reason !== 'not-found').map(resourceGap),
    ...machine.gaps,
    ...(nodes?.gaps ?? []),
    ...(machine.engine ? elsewhere(matched) : []),
  ]
  for (const gap of gaps)
    progress.note(`Not read: ${gap.name}: ${gap.why.replace(/\.$/, '')}. It would settle ${gap.settles}.`)
  const snapshot: Snapshot = {
    apiVersion: 'fairlead.dev/v1',
    kind: 'Snapshot',
    version: 1,
    takenAt,
    clusterDomain: objects.clusterDomain,
    podCidrs: objects.podCidrs,
    serviceCidrs: objects.serviceCidrs,
    clients: 'one-a-node',
    gaps: gaps.length === 0 ? undefined : gaps,
    namespaces: nodes?.namespaces ?? [],
    kubernetes: objects.objects,
    docker: machine.docker,
    measurements: [],
    nameMeasurements: [],
  }
  return { snapshot, nodes }
}

interface Machine {
  readonly engine: Engine | null
  readonly docker: DockerFacts | null
  readonly gaps: readonly Gap[]
}

const settledByNodes = 'the way of every packet: the nodes, their pods, the host'

/** Without an Engine the objects are looked at all the same. */
async function readMachine(signal: AbortSignal): Promise<Machine> {
  const { openEngine } = await import('../../collect/docker/open-engine.ts')
  try {
    const engine = await openEngine({ signal })
    return { engine, docker: await engine.inspect(signal), gaps: [] }
  } catch (error) {
    if (!(error instanceof CannotLookError)) throw error
    const gap: Gap = { kind: 'containers', name: 'this machine', why: error.message, settles: settledByNodes }
    return { engine: null, docker: null, gaps: [gap] }
  }
}

async function readNodes(
  { engine, docker }: Machine,
  matched: MatchedNodes,
  options: CollectOptions & ClusterNetworkChoice,
): Promise<OpenedNodes | null> {
  if (!engine || !docker || matched.nodes.every(({ container }) => container === null)) return null
  options.progress.say(`reading ${matched.nodes.length} nodes`)
  return openNodes(engine, matched, docker, options)
}

function elsewhere({ platform, nodes }: MatchedNodes): Gap[] {
  const where =
    platform === 'Docker Desktop' ? 'Docker Desktop keeps it to itself' : 'it is no container of this engine'
  return nodes
    .filter(({ container }) => container === null)
    .map(({ name }) => ({ kind: 'node', name, why: where, settles: 'the way of packets from its pods' }))
}

function resourceGap({ resource, verb, why }: { resource: string; verb: string; why: string }): Gap {
  return { kind: 'resource', name: resource, why: `${verb} ${resource}: ${why}`, settles: `what ${resource} decide` }
}
