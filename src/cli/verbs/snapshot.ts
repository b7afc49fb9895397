// `fairlead snapshot FILE`: all facts and measurements in a file, to be looked at on another machine with --snapshot.
import { snapshotUseCase } from '../../app/snapshot.ts'
import { choose } from '../choose.ts'
import { type Invocation, printJson } from '../invocation.ts'

export async function snapshot(path: string, invocation: Invocation): Promise<number> {
  const { timeoutMs, signal, terminal } = invocation
  const chosen = await choose(invocation)
  const taken = await snapshotUseCase(chosen, { path, timeoutMs, signal, progress: terminal.progress })
  const { takenAt, namespaces, measurements, nameMeasurements } = taken
  const counts = {
    namespaces: namespaces.length,
    connections: measurements.length,
    names: nameMeasurements.length,
  }
  if (invocation.output === 'json') {
    printJson(invocation, { apiVersion: 'fairlead.dev/v1', kind: 'SnapshotFile', file: path, takenAt, ...counts })
    return 0
  }
  terminal.print(
    `${path}: ${counts.namespaces} namespaces, ${counts.connections} connections and ${counts.names} names that clients tried.\n` +
      `Look at it anywhere: fairlead doctor --snapshot ${path}\n`,
  )
  return 0
}
