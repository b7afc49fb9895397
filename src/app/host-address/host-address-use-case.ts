// The use case of host-address: the facts of the chosen network, and the host's address in them.
import type { ChosenNetwork } from '../choose-network.ts'
import { type HostAddress, hostAddress } from './host-address.ts'

export async function hostAddressUseCase(chosen: ChosenNetwork, signal: AbortSignal): Promise<HostAddress> {
  if (chosen.kind === 'snapshot') return hostAddress(chosen.snapshot)
  const { collectNetwork } = await import('../../collect/namespaces/collect-network.ts')
  // Manifests decide nothing here.
  return hostAddress(await collectNetwork({ ...chosen.file, kubernetes: [] }, { signal }))
}
