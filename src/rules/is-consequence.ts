// Whether a failure behind another is only what that one brings with it, and no cause of its own.
import type { Snapshot } from '../model/snapshot.ts'
import { findRule } from '../trace/facts/find-fact.ts'
import { dockerIsolation } from './docker-isolation.ts'
import { type FailingPath, failingPaths } from './failing-paths.ts'
import { isPodAddressOutside } from './is-pod-address-outside.ts'
import { endsIn } from './packet-at.ts'
import { stoppingRule } from './stopping-rule.ts'

export function isConsequence(failing: FailingPath, snapshot: Snapshot): boolean {
  const { path, verdict, direction } = failing
  const where = verdict.at.namespace ?? ''
  if (path.mended.length === 0) return false
  // A machine that is no router, taken for one: that it has no ways either says nothing.
  if (
    endsIn(snapshot, failing, 'container', 'lan') &&
    path.mended.some((key) => key.startsWith(`forwarding:${where}:`))
  )
    return true
  // Without a route there, the way back to a source is missing as well.
  if (verdict.reason.kind === 'reverse-path-filter' && path.mended.includes(`route:${where}`)) return true
  // ARP requests are filtered like packets.
  const silent = verdict.reason.kind === 'neighbour-unanswered' ? verdict.reason.silent : null
  if (silent !== null && path.mended.includes(`route:${silent}`)) return true
  if (direction === 'request' && withoutEndpoints(failing, snapshot)) return true
  return direction === 'reply' && (repliesToPodOutside(failing, snapshot) || isolatedBothWays(failing, snapshot))
}

/** The reply to a pod's own address is lost at every machine that does not know the pods. */
function repliesToPodOutside({ connection, path }: FailingPath, snapshot: Snapshot): boolean {
  return failingPaths(connection).some(
    (other) => other.path.mended.length < path.mended.length && isPodAddressOutside(snapshot, other),
  )
}

/** kube-proxy with nftables: a ClusterIP that no endpoint stands behind is rejected, and by further rules should that one not. */
function withoutEndpoints(failing: FailingPath, snapshot: Snapshot): boolean {
  const stopped = stoppingRule(failing, snapshot)
  if (stopped?.place.backend !== 'nft' || stopped.place.table !== 'kube-proxy') return false
  return failing.path.mended.some(
    (key) => findRule(snapshot, key.replace(/^(rule|chain):/, ''))?.table === 'kube-proxy',
  )
}

/** Docker parts two networks by one rule for each direction. */
function isolatedBothWays(failing: FailingPath, snapshot: Snapshot): boolean {
  const stopped = stoppingRule(failing, snapshot)
  if (!stopped || !dockerIsolation(snapshot, stopped.place)) return false
  return failing.path.mended.some((key) => {
    const place = findRule(snapshot, key.replace(/^(rule|chain):/, ''))
    return place !== null && dockerIsolation(snapshot, place) !== null
  })
}
