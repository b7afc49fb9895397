// The exit status that a trace stands for: 0 it works, 1 it does not, 4 it could not be told.
import type { TracedPath, TraceReport } from '../../report/trace-document.ts'

export function traceStatus({ nameFailure, paths }: TraceReport): 0 | 1 | 4 {
  if (nameFailure) return nameFailure.outcome === null ? 4 : 1
  if (paths.some(fails)) return 1
  return paths.some(({ path }) => path.client.outcome === null) ? 4 : 0
}

/** The client's own word counts, and a way that fails is met by somebody, also where this client took another. */
function fails({ path, measurement, agree }: TracedPath): boolean {
  const { outcome } = path.client
  if (measurement?.status === 'run' && measurement.outcome !== 'connected') return true
  return agree === false || (outcome !== null && outcome !== 'connected')
}
