// Connects for real, from inside the clients' own namespaces, and says what each client saw.
import type { Measurement, Target } from '../model/measurement.ts'
import type { NetworkFile } from '../model/network-file.ts'
import { groupByClient } from './group-by-client.ts'
import type { ProbeResult } from './probe-protocol.ts'
import { runClient } from './run-client.ts'

export interface ConnectionRequest {
  /** Name of the namespace that the client stands in. */
  readonly from: string
  readonly to: Target
  /** Source port of the first attempt; without it the probe chooses one. */
  readonly fromPort?: number | undefined
  /** Start this much later than the others: where a kernel's allowance of ICMP errors has to last for many connections. */
  readonly afterMs?: number | undefined
}

export interface ConnectionOptions {
  /** How long a client waits; at least 3 s, for three tries a second apart. Default 5000: the kernel takes 3 s to give up on a neighbour. */
  readonly timeoutMs?: number | undefined
  readonly signal?: AbortSignal | undefined
  /** Called with each measurement as soon as it is there, and its place in the requests. */
  readonly onResult?: ((measurement: Measurement, index: number) => void) | undefined
}

/** In the order of the requests. A client that cannot be entered is `not-run`, with why; only the signal makes it reject. */
export async function probeConnections(
  file: NetworkFile,
  requests: readonly ConnectionRequest[],
  { timeoutMs = 5_000, signal, onResult }: ConnectionOptions = {},
): Promise<Measurement[]> {
  const measurements = new Map<number, Measurement>()
  const settle = (index: number, measurement: Measurement): void => {
    measurements.set(index, measurement)
    onResult?.(measurement, index)
  }
  const clients = [...groupByClient(requests)].map(async ([from, placed]) => {
    const targets = placed.map(({ request }) => ({
      ...request.to,
      fromPort: request.fromPort ?? null,
      afterMs: request.afterMs ?? 0,
    }))
    const take = (result: ProbeResult): void => {
      const asked = result.kind === 'connection' ? placed[result.index] : undefined
      if (result.kind !== 'connection' || asked === undefined) return
      settle(asked.index, { from, to: asked.request.to, status: 'run', why: null, ...result.measurement })
    }
    const why = await runClient(file, from, { kind: 'connections', targets, timeoutMs }, take, signal)
    for (const { index, request } of placed) {
      if (!measurements.has(index)) settle(index, notRun(request, why ?? 'the probe ended without a result'))
    }
  })
  await Promise.all(clients)
  return [...measurements].sort(([one], [other]) => one - other).map(([, measurement]) => measurement)
}

function notRun({ from, to }: ConnectionRequest, why: string): Measurement {
  return { from, to, status: 'not-run', why, outcome: null, delayMs: null, attempts: [], sourcePorts: [] }
}
