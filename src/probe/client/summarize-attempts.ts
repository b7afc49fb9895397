// What a client is told after several attempts at one target.
import type { ProbedConnection } from '../probe-protocol.ts'
import type { FinishedAttempt } from './attempt.ts'

/** What is certain came last; when nothing did, the first try waited longest. */
export function summarizeAttempts(finished: readonly FinishedAttempt[], certain: boolean): ProbedConnection {
  const attempts = certain ? finished : finished.toSorted((a, b) => a.startedAt - b.startedAt)
  const told = certain ? attempts.at(-1) : attempts[0]
  return {
    outcome: told?.outcome ?? null,
    delayMs: told?.delayMs ?? null,
    attempts: attempts.map(({ outcome, delayMs }) => ({ outcome, delayMs })),
    sourcePorts: attempts.flatMap(({ sourcePort }) => sourcePort ?? []),
  }
}
