// Sets the model's word for a flow beside what a real client saw.

import type { Forecast } from '../../src/app/doctor/pace-requests.ts'
import type { Measurement } from '../../src/model/measurement.ts'
import type { Path } from '../../src/model/path.ts'

export interface Comparison {
  readonly flow: Pick<Forecast, 'from' | 'to'>
  readonly verdict: string
  readonly model: string | null
  readonly kernel: string
  readonly agree: boolean
  readonly undetermined: boolean
}

/** At once is under 1 s on a loaded machine; a neighbour that nobody answers for takes 3 to 4.2 s, less when asked for already. */
export function compare({ paths, ...flow }: Forecast, measurement: Measurement): Comparison {
  const kernel = `${measurement.outcome} ${delayClass(measurement.delayMs ?? 0)}`
  const [path] = paths
  const undetermined =
    !path || paths.some((candidate) => candidate.verdict.kind === 'undetermined' || candidate.client.outcome === null)
  const model = path?.client.outcome ? `${path.client.outcome} ${modelDelayClass(path)}` : null
  const verdict = paths
    .map(
      (candidate) =>
        `${candidate.verdict.kind} at ${candidate.verdict.at.namespace}: ${JSON.stringify(candidate.verdict.reason)}`,
    )
    .join(' | ')
  // Whoever asks for a neighbour that is being asked for already is told with the first.
  const agree =
    undetermined ||
    (model === 'EHOSTUNREACH neighbour' && kernel === 'EHOSTUNREACH at once') ||
    paths.some((candidate) => `${candidate.client.outcome} ${modelDelayClass(candidate)}` === kernel)
  return { flow, verdict, model, kernel, agree, undetermined }
}

function delayClass(delayMs: number): 'at once' | 'neighbour' | 'waits' {
  return delayMs < 1_000 ? 'at once' : delayMs < 4_900 ? 'neighbour' : 'waits'
}

function modelDelayClass(path: Path): string {
  const { min, max } = path.client.delayMs
  return max === null ? 'waits' : delayClass((min + max) / 2)
}
