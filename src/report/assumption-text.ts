// Says what a verdict takes for granted.
import type { Assumption } from '../model/path.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { factText } from '../trace/facts/fact-text.ts'

export function assumptionText(snapshot: Snapshot, assumption: Assumption): string {
  switch (assumption.kind) {
    case 'limit-not-exhausted':
      return `the limit of ${factText(snapshot, assumption.rule)} is not used up`
    case 'recent-list-empty':
      return `the list of ${factText(snapshot, assumption.rule)} does not hold this client`
    case 'no-existing-connection':
      return `${assumption.namespace} tracks no such connection yet`
    case 'neighbour-stays':
      return `the neighbour entry ${factText(snapshot, assumption.entry)} still holds`
    case 'server-answers':
      return `the server behind ${factText(snapshot, assumption.socket)} answers what it gets`
    case 'root-client':
      return `the client in ${assumption.namespace} runs as root`
    case 'mended':
      return `${assumption.key} is mended`
    default:
      return assumption satisfies never
  }
}
