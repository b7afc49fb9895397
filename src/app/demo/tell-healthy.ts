// Draws the healthy connection on the seven stages, from a snapshot that holds what the client saw.
import type { Snapshot } from '../../model/snapshot.ts'
import { type RenderOptions, renderTrace } from '../../report/render-trace.ts'
import { namesOfMeasurement } from '../../report/trace-document.ts'
import { diagnose } from '../doctor/diagnose.ts'
import { connectionsOf, demoOptions, healthyConnection } from './story-of.ts'

export function tellHealthy(snapshot: Snapshot, options: RenderOptions): string {
  const { from, to } = healthyConnection
  const [connection] = connectionsOf(diagnose(snapshot, demoOptions(healthyConnection)), from, to)
  if (!connection) return `${from} has no connection to ${to}.\n`
  const { asked, paths, measurement, agree } = connection
  const traced = paths.map((path) => ({ path, measurement, notRun: null, agree }))
  const names = asked ? namesOfMeasurement(asked) : []
  return renderTrace({ snapshot, from, to, names, nameFailure: null, paths: traced }, options)
}
