// Whether something on the way sent a packet where it should not go: where it ends then says nothing of what is wrong there.
import type { Connection } from '../model/connection.ts'
import type { Path } from '../model/path.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { capturedTarget } from './captured-target.ts'
import type { FailingPath } from './failing-paths.ts'
import { routeOfOthers } from './only-some-nodes-have-route/route-of-others.ts'
import { orphanEndpoint } from './orphan-slices/orphan-endpoint.ts'
import { overlappingTarget } from './pod-cidr-overlaps-target/overlapping-target.ts'
import { proxyLag } from './proxy-lag.ts'
import { wrongNeighbour } from './wrong-neighbour.ts'

/** Every rule asks of every way. */
const remembered = new WeakMap<Path, boolean>()

export function isSentAstray(
  failing: FailingPath,
  { snapshot, connections }: { readonly snapshot: Snapshot; readonly connections: readonly Connection[] },
): boolean {
  const known = remembered.get(failing.path)
  if (known !== undefined) return known
  const found = signs.some((sign) => sign(failing, snapshot, connections) !== null)
  remembered.set(failing.path, found)
  return found
}

/** Each has a rule of its own, which speaks instead. */
const signs: readonly ((failing: FailingPath, snapshot: Snapshot, connections: readonly Connection[]) => unknown)[] = [
  wrongNeighbour,
  orphanEndpoint,
  proxyLag,
  capturedTarget,
  overlappingTarget,
  routeOfOthers,
]
