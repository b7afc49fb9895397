// A fixed entry of a neighbour table that sends packets to nobody, or to a machine that does not have the address.
import type { Neighbour } from '../model/namespace.ts'
import type { FactId, Snapshot } from '../model/snapshot.ts'
import { findNamespace, findNeighbour } from '../trace/facts/find-fact.ts'
import { parseFactId } from '../trace/facts/parse-fact-id.ts'
import type { FailingPath } from './failing-paths.ts'

export interface WrongNeighbour {
  readonly entry: Neighbour
  readonly fact: FactId
  readonly owner: string | null
}

/** The entry that ended the way, or one on the way that led it astray; null when there is none. */
export function wrongNeighbour({ hops, verdict }: FailingPath, snapshot: Snapshot): WrongNeighbour | null {
  const { reason } = verdict
  if (reason.kind === 'neighbour-wrong') return withEntry(snapshot, reason.entry, reason.owner)
  for (const step of hops.flatMap((hop) => hop.steps)) {
    if (step.kind !== 'neighbour' || step.fact === null || step.owner === null) continue
    const found = withEntry(snapshot, step.fact, step.owner)
    if (found?.entry.state !== 'permanent' || isTunnel(snapshot, found)) continue
    if (!owns(snapshot, step.owner, step.address)) return found
  }
  return null
}

function withEntry(snapshot: Snapshot, fact: FactId, owner: string | null): WrongNeighbour | null {
  const entry = findNeighbour(snapshot, fact)
  return entry ? { entry, fact, owner } : null
}

/** Tunnels name their ends by fixed entries whose addresses are nobody's. */
function isTunnel(snapshot: Snapshot, { entry, fact }: WrongNeighbour): boolean {
  const links = findNamespace(snapshot, parseFactId(fact).namespace)?.links ?? []
  return links.some((link) => link.name === entry.link && link.vxlan !== null)
}

function owns(snapshot: Snapshot, namespace: string, address: string): boolean {
  const links = findNamespace(snapshot, namespace)?.links ?? []
  return links.some((link) => link.addresses.some((own) => own.address === address))
}
