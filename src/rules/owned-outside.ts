// Who outside the cluster's pods and nodes has an address: the host, a container, a machine of the LAN.
import type { Snapshot } from '../model/snapshot.ts'
import { containersAt } from './docker-facts.ts'

/** Name of the namespace or container; null when nobody there was seen with it. */
export function ownedOutside(snapshot: Snapshot, address: string): string | null {
  const owner = snapshot.namespaces.find(
    ({ role, links }) =>
      (role === 'host' || role === 'lan' || role === 'container') &&
      links.some((link) => link.addresses.some((own) => own.address === address)),
  )
  return owner?.name ?? containersAt(snapshot, address)[0] ?? null
}
