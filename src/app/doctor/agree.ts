// Whether what a real client saw is what the model said: the same outcome, in the same class of delay.
import type { Measurement } from '../../model/measurement.ts'
import type { Path } from '../../model/path.ts'

/** A busy machine answers late; three seconds for a neighbour stay apart from it. */
const slackMs = 1_400

/** Null when either is missing or the model could not tell. Several ways: one of them has to be what was seen. */
export function agree(paths: readonly Path[], measurement: Measurement | null): boolean | null {
  if (measurement?.status !== 'run' || measurement.outcome === null || paths.length === 0) return null
  if (paths.some((path) => matches(path, measurement))) return true
  return paths.some((path) => path.client.outcome === null) ? null : false
}

function matches(path: Path, measurement: Measurement): boolean {
  const { outcome, delayMs } = path.client
  if (outcome !== measurement.outcome) return false
  if (outcome === 'timeout' || outcome === 'no-reply' || measurement.delayMs === null) return true
  // When an answer comes is the server's affair: a resolver asks others first, a busy server lets a SYN or two go.
  if (outcome === 'connected') return true
  // A wait that somebody else's packet began is over sooner: only what is longer than said contradicts.
  return delayMs.max === null || measurement.delayMs <= delayMs.max + slackMs
}
