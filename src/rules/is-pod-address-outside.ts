// Whether a packet's end is a pod's own address that left its node untranslated, where nobody knows the way back to it.
import type { Snapshot } from '../model/snapshot.ts'
import type { FailingPath } from './failing-paths.ts'
import { endsIn, isInside } from './packet-at.ts'

/** The request is refused for its source beyond the node, or the reply goes astray there. */
export function isPodAddressOutside(snapshot: Snapshot, failing: FailingPath): boolean {
  if (!isInside(failing.path.arrived.source, snapshot.podCidrs)) return false
  if (!endsIn(snapshot, failing, 'host', 'container', 'lan')) return false
  const { kind } = failing.verdict.reason
  if (failing.direction === 'request') return kind === 'reverse-path-filter' || kind === 'martian-source'
  return wayIsMissing.has(kind)
}

/** Ends of a reply that has no way; a firewall's drop is that firewall's. */
const wayIsMissing: ReadonlySet<string> = new Set([
  'no-route',
  'route-blocks',
  'policy-rule-blocks',
  'neighbour-unanswered',
  'forwarding-off',
  'reverse-path-filter',
  'martian-source',
  'ttl-exceeded',
  'left-by-uplink',
  'not-for-us',
])
