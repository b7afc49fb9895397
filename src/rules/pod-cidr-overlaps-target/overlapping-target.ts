// A target outside the cluster whose address is one of those that the cluster gives to pods: nodes look for it among their pods.
import type { Snapshot } from '../../model/snapshot.ts'
import type { FailingPath } from '../failing-paths.ts'
import { ownedOutside } from '../owned-outside.ts'
import { endsIn, isInside } from '../packet-at.ts'

export interface OverlappingTarget {
  readonly address: string
  readonly owner: string
  readonly podCidr: string
}

/** Null where no machine outside has it (then it may be a pod that is gone), or a pod has it as well. */
export function overlappingTarget(failing: FailingPath, snapshot: Snapshot): OverlappingTarget | null {
  if (failing.direction === 'reply' || !endsIn(snapshot, failing, 'node', 'pod')) return null
  const { kind } = failing.verdict.reason
  if (kind === 'rule-drops' || kind === 'rule-rejects' || kind === 'policy-drops') return null
  const { destination } = failing.path.arrived
  const podCidr = snapshot.podCidrs.find((cidr) => isInside(destination, [cidr]))
  const owner = ownedOutside(snapshot, destination)
  const isPods = snapshot.namespaces.some(
    ({ role, links }) =>
      role === 'pod' && links.some((link) => link.addresses.some(({ address }) => address === destination)),
  )
  return podCidr === undefined || owner === null || isPods ? null : { address: destination, owner, podCidr }
}
