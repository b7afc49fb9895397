// A network that stands: what can be read of it, and clients in it that can be asked to try.
import type { Measurement, NameMeasurement } from '../model/measurement.ts'
import type { NetworkFile } from '../model/network-file.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { ConnectionOptions, ConnectionRequest } from '../probe/probe-connections.ts'
import type { NameOptions, NameRequest } from '../probe/probe-names.ts'
import type { Progress } from './progress.ts'

export interface CollectOptions {
  readonly signal: AbortSignal
  readonly progress: Progress
}

export interface LiveNetwork {
  /** All facts at one moment. Throws CannotLookError, InputError. */
  collect(options: CollectOptions): Promise<Snapshot>
  /** In the order of the requests; only the signal makes it reject. */
  probeConnections(requests: readonly ConnectionRequest[], options: ConnectionOptions): Promise<Measurement[]>
  probeNames(requests: readonly NameRequest[], options: NameOptions): Promise<NameMeasurement[]>
}

/** The namespaces of a network file, entered from this machine. */
export function networkOfFile(file: NetworkFile): LiveNetwork {
  return {
    collect: async ({ signal, progress }) => {
      progress.say('reading the namespaces')
      const { collectNetwork } = await import('../collect/namespaces/collect-network.ts')
      return collectNetwork(file, { signal })
    },
    probeConnections: async (requests, options) => {
      const { probeConnections } = await import('../probe/probe-connections.ts')
      return probeConnections(file, requests, options)
    },
    probeNames: async (requests, options) => {
      const { probeNames } = await import('../probe/probe-names.ts')
      return probeNames(file, requests, options)
    },
  }
}
