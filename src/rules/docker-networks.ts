// Docker's networks: their subnets, their bridges, and what they were made with.
import type { Snapshot } from '../model/snapshot.ts'
import { at, list, record, text } from './docker-facts.ts'
import { isInside } from './packet-at.ts'

export interface DockerNetwork {
  readonly name: string
  readonly subnets: readonly string[]
  /** Made with --internal. */
  readonly internal: boolean
  /** On the host. */
  readonly bridge: string | null
  readonly options: Readonly<Record<string, unknown>>
}

export function dockerNetworks(snapshot: Snapshot): DockerNetwork[] {
  return (snapshot.docker?.networks ?? []).map((network) => {
    const options = record(at(network, 'Options'))
    const named = text(options['com.docker.network.bridge.name']) || text(at(network, 'NetworkInterface'))
    const identity = text(at(network, 'Id'))
    return {
      name: text(at(network, 'Name')),
      subnets: list(at(network, 'IPAM', 'Config')).flatMap((entry) => text(at(entry, 'Subnet')) || []),
      internal: at(network, 'Internal') === true,
      // libnetwork/drivers/bridge/bridge.go: `br-` and the beginning of the network's id.
      bridge: named || (identity === '' ? null : `br-${identity.slice(0, 12)}`),
      options,
    }
  })
}

/** The network in which the address lies. */
export function dockerNetworkOf(snapshot: Snapshot, address: string): DockerNetwork | null {
  return dockerNetworks(snapshot).find(({ subnets }) => isInside(address, subnets)) ?? null
}
