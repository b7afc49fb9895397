// A cluster whose nodes are containers here: its objects by the API, its nodes by the Engine, its host by this machine's own tools.
import type { Confirm, HostHelper } from '../choose-network.ts'
import type { LiveNetwork } from '../live-network.ts'

export interface ClusterNetworkChoice {
  readonly kubeconfig: string | null
  readonly context: string | null
  readonly hostHelper: HostHelper
  readonly confirm: Confirm
}

export async function openClusterNetwork(
  _choice: ClusterNetworkChoice,
): Promise<{ network: LiveNetwork; title: string; space: string } | null> {
  return null
}
