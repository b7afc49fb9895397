// The seven stages of a path: their titles, which hops belong to each, and why one does not apply.
import type { Hop, Path, PathStage } from '../model/path.ts'
import type { Snapshot } from '../model/snapshot.ts'

export interface StageEntry {
  readonly stage: PathStage
  readonly title: string
  readonly applies: boolean
  readonly why: string | null
  readonly hops: readonly number[]
}

const titles: Readonly<Record<PathStage, string>> = {
  1: 'Pod namespace',
  2: 'CNI bridge',
  3: 'Encapsulation',
  4: 'Node interface',
  5: 'External routing',
  6: 'Docker bridge and host',
  7: 'Target',
}

export const allStages: readonly PathStage[] = [1, 2, 3, 4, 5, 6, 7]

export function stageTitle(stage: PathStage): string {
  return titles[stage]
}

export function stageEntries(snapshot: Snapshot, path: Path): readonly StageEntry[] {
  return allStages.map((stage) => {
    const hops = path.hops.filter((hop) => hop.stage === stage).map((hop) => hop.id)
    const applies = hops.length > 0
    return { stage, title: titles[stage], applies, why: applies ? null : whyNot(snapshot, path, stage), hops }
  })
}

function whyNot(snapshot: Snapshot, path: Path, stage: PathStage): string {
  const last = path.hops.at(-1)
  const client = snapshot.namespaces.find((namespace) => namespace.name === path.hops[0]?.namespace)
  if (stage < (path.hops[0]?.stage ?? 1))
    return `the client is not a pod: it stands in ${client?.name ?? 'another namespace'}`
  if (last && path.verdict.kind !== 'delivered' && isBehind(path.hops, stage))
    return `not reached: the packet ends in ${last.namespace}`
  switch (stage) {
    case 2:
      return 'the packet does not leave the pod by a link to its node'
    case 3:
      return `not needed: ${isInside(snapshot, path) ? 'no tunnel lies on this way' : 'the target is outside the cluster CIDR'}`
    case 6:
      return 'the packet does not cross the host'
    case 1:
    case 4:
    case 5:
    case 7:
      return 'the packet does not come here'
    default:
      return stage satisfies never
  }
}

/** A stage beyond the furthest that the packet reached. */
function isBehind(hops: readonly Hop[], stage: PathStage): boolean {
  return stage > Math.max(...hops.map((hop) => hop.stage))
}

function isInside(snapshot: Snapshot, path: Path): boolean {
  const owner = snapshot.namespaces.find((namespace) =>
    namespace.links.some((link) => link.addresses.some((entry) => entry.address === path.arrived.destination)),
  )
  return owner?.role === 'pod' || owner?.role === 'node'
}
