// Finds the Docker network that a host's bridge belongs to, by the gateway that Docker says it has.
import type { Snapshot } from '../../model/snapshot.ts'

/** Its name; null when Docker was not read or has no such network. */
export function networkOfBridge(snapshot: Snapshot, bridge: string, address: string): string | null {
  for (const network of snapshot.docker?.networks ?? []) {
    const name = network.Name
    if (typeof name !== 'string') continue
    const options = network.Options as Readonly<Record<string, unknown>> | null | undefined
    if (options?.['com.docker.network.bridge.name'] === bridge) return name
    const ipam = network.IPAM as { readonly Config?: readonly { readonly Gateway?: string }[] | null } | undefined
    const gateways = (ipam?.Config ?? []).map((config) => config.Gateway?.split('/')[0])
    if (gateways.includes(address)) return name
  }
  return null
}
