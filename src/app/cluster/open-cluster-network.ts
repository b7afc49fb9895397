// Opens the cluster that a kubeconfig context names as a network that stands.
import { CannotLookError } from '../../model/errors.ts'
import type { Confirm, HostHelper } from '../choose-network.ts'
import type { LiveNetwork } from '../live-network.ts'
import { clusterNetwork } from './cluster-network.ts'

export interface ClusterNetworkChoice {
  readonly kubeconfig: string | null
  readonly context: string | null
  readonly hostHelper: HostHelper
  readonly confirm: Confirm
}

export interface OpenedCluster {
  readonly network: LiveNetwork
  readonly title: string
  /** The context's Kubernetes namespace. */
  readonly space: string
}

/** Asks the server nothing yet. Throws CannotLookError, UsageError, InputError. */
export async function openClusterNetwork(choice: ClusterNetworkChoice): Promise<OpenedCluster> {
  const { openCluster } = await import('../../collect/kubernetes/open-cluster.ts')
  const cluster = await openCluster(choice).catch((error: unknown) => {
    const isAskedFor = choice.kubeconfig !== null || choice.context !== null
    if (isAskedFor || !(error instanceof CannotLookError)) throw error
    throw new CannotLookError(
      `There is no network to look at: no practice network is up, and no cluster was found. ${error.message} ` +
        'Or raise a practice network with: fairlead lab up',
      { cause: error },
    )
  })
  return {
    network: clusterNetwork(cluster, choice),
    title: `cluster ${cluster.clusterName} of context ${cluster.context}`,
    space: cluster.namespace,
  }
}
