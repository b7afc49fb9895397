// Whether something on the way sent a packet where it should not go: where it ends then says nothing of what is wrong there.
import type { Path } from '../model/path.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { FailingPath } from './failing-paths.ts'
import { orphanEndpoint } from './orphan-slices/orphan-endpoint.ts'
import { proxyLag } from './proxy-lag.ts'
import { wrongNeighbour } from './wrong-neighbour.ts'

/** Every rule asks of every way. */
const remembered = new WeakMap<Path, boolean>()

export function isSentAstray(failing: FailingPath, snapshot: Snapshot): boolean {
  const known = remembered.get(failing.path)
  if (known !== undefined) return known
  const found = signs.some((sign) => sign(failing, snapshot) !== null)
  remembered.set(failing.path, found)
  return found
}

/** Each has a rule of its own, which speaks instead. */
const signs: readonly ((failing: FailingPath, snapshot: Snapshot) => unknown)[] = [
  wrongNeighbour,
  orphanEndpoint,
  proxyLag,
]
