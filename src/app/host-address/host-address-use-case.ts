// The use case of host-address: the facts of the chosen network, and the host's address in them.
import type { ChosenNetwork } from '../choose-network.ts'
import type { CollectOptions } from '../live-network.ts'
import { type HostAddress, hostAddress } from './host-address.ts'

export async function hostAddressUseCase(
  chosen: ChosenNetwork,
  { signal, progress }: CollectOptions,
): Promise<HostAddress> {
  if (chosen.kind === 'snapshot') return hostAddress(chosen.snapshot)
  return hostAddress(await chosen.network.collect({ signal, progress }))
}
