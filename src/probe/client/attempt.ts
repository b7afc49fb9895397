// One attempt to reach a target: something that is under way until it has an outcome or is given up.
import type { Attempt, Outcome } from '../../model/measurement.ts'

export interface RunningAttempt {
  readonly startedAt: number
  /** Null once given up without an outcome. */
  readonly outcome: Promise<Outcome | null>
  giveUp(): void
}

export interface FinishedAttempt extends Attempt {
  /** Null where the client cannot choose it. */
  readonly sourcePort: number | null
  readonly startedAt: number
}

/** Milliseconds with the part behind the point that a fast network needs. */
export function elapsedMs(since: number): number {
  return Math.round((performance.now() - since) * 100) / 100
}
