// What following a packet writes down: steps, facts read, assumptions; and where it asks which of several ways to take.
import type { Assumption, Step } from '../model/path.ts'
import type { FactId } from '../model/snapshot.ts'

export interface Recorder {
  step(step: Step): void
  read(fact: FactId): void
  assume(assumption: Assumption): void
  /** Takes one of several ways with these shares (they sum to 1); follow() comes back for the others. Returns its index. */
  choose(fact: FactId, shares: readonly number[]): number
  /** Whether this failure (key of mendKey()) is to be passed over as if it were mended. */
  isMended(key: string): boolean
}
