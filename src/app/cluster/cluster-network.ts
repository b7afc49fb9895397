// A cluster as a network that stands: read part by part, each with the right that this user has.
import type { Cluster } from '../../collect/kubernetes/cluster.ts'
import type { Gap, Snapshot } from '../../model/snapshot.ts'
import type { CollectOptions, LiveNetwork } from '../live-network.ts'

/** The cluster's connections are closed once it is read. */
export function clusterNetwork(cluster: Cluster): LiveNetwork {
  return {
    collect: async (options) => {
      try {
        return await readCluster(cluster, options)
      } finally {
        cluster.close()
      }
    },
    probeConnections: async () => [],
    probeNames: async () => [],
  }
}

async function readCluster(cluster: Cluster, { signal, progress, ownersOf = null }: CollectOptions): Promise<Snapshot> {
  const takenAt = new Date().toISOString()
  progress.say(`reading the objects of ${cluster.context}`)
  const { collectObjects } = await import('../../collect/kubernetes/collect-objects.ts')
  const objects = await collectObjects(cluster, { signal, ownersOf })
  const gaps: Gap[] = objects.unread.filter(({ reason }) => reason !== 'not-found').map(resourceGap)
  for (const gap of gaps) progress.note(`Not read: ${gap.name}: ${gap.why}. It would settle ${gap.settles}.`)
  return {
    apiVersion: 'fairlead.dev/v1',
    kind: 'Snapshot',
    version: 1,
    takenAt,
    clusterDomain: objects.clusterDomain,
    podCidrs: objects.podCidrs,
    serviceCidrs: objects.serviceCidrs,
    clients: 'one-a-node',
    gaps: gaps.length === 0 ? undefined : gaps,
    namespaces: [],
    kubernetes: objects.objects,
    docker: null,
    measurements: [],
    nameMeasurements: [],
  }
}

function resourceGap({ resource, verb, why }: { resource: string; verb: string; why: string }): Gap {
  return { kind: 'resource', name: resource, why: `${verb} ${resource}: ${why}`, settles: `what ${resource} decide` }
}
