// The rule of the host's, or of the target's own, firewall that stopped a request; Docker's own rules are not counted.
import type { Snapshot } from '../model/snapshot.ts'
import { dockerIsolation } from './docker-isolation.ts'
import type { FailingPath } from './failing-paths.ts'
import { endsIn } from './packet-at.ts'
import { type StoppingRule, stoppingRule } from './stopping-rule.ts'
import { unseenTable } from './unseen-table.ts'

export function hostFirewall(failing: FailingPath, snapshot: Snapshot): StoppingRule | null {
  if (failing.direction === 'reply' || !endsIn(snapshot, failing, 'host', 'container', 'lan')) return null
  const stopped = stoppingRule(failing, snapshot)
  if (!stopped || stopped.place.chain.name === 'DOCKER-USER' || unseenTable(stopped, snapshot)) return null
  return dockerIsolation(snapshot, stopped.place) ? null : stopped
}
