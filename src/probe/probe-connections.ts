// Connects for real, from inside the clients' own namespaces, and says what each client saw.
import { closeNamespaces, openNamespaces } from '../enter/open-namespaces.ts'
import type { Measurement, Target } from '../model/measurement.ts'
import type { NetworkFile } from '../model/network-file.ts'
import type { ProbeResult } from './probe-protocol.ts'
import { runClient } from './run-client.ts'

export interface ConnectionRequest {
  /** Name of the namespace that the client stands in. */
  readonly from: string
  readonly to: Target
  /** Source port of the first attempt; without it the probe chooses one. */
  readonly fromPort?: number | undefined
}

export interface ProbeOptions {
  /** How long a client waits; at least 3 s, for three tries a second apart. Default 5000: the kernel takes 3 s to give up on a neighbour. */
  readonly timeoutMs?: number | undefined
  readonly signal?: AbortSignal | undefined
}

export interface ConnectionOptions extends ProbeOptions {
  /** Called with each measurement as soon as it is there, and its place in the requests. */
  readonly onResult?: ((measurement: Measurement, index: number) => void) | undefined
}

/** In the order of the requests. A client that cannot be entered is `not-run`, with why; only the signal makes it reject. */
export async function probeConnections(
  file: NetworkFile,
  requests: readonly ConnectionRequest[],
  options: ConnectionOptions = {},
): Promise<Measurement[]> {
  const measurements = new Map<number, Measurement>()
  const settle = (index: number, measurement: Measurement): void => {
    if (measurements.has(index)) return
    measurements.set(index, measurement)
    options.onResult?.(measurement, index)
  }
  const clients = byClient(requests)
  await Promise.all(
    [...clients].map(async ([from, asked]) => {
      const why = await probeFrom(file, from, asked, settle, options)
      for (const [index, request] of asked) settle(index, notRun(request, why ?? 'the probe ended without a result'))
    }),
  )
  return requests.map((request, index) => measurements.get(index) ?? notRun(request, 'it was not asked for'))
}

/** Each client's requests with their places in the whole. */
function byClient(requests: readonly ConnectionRequest[]): Map<string, [number, ConnectionRequest][]> {
  const clients = new Map<string, [number, ConnectionRequest][]>()
  for (const [index, request] of requests.entries()) {
    const asked = clients.get(request.from) ?? []
    asked.push([index, request])
    clients.set(request.from, asked)
  }
  return clients
}

type Settle = (index: number, measurement: Measurement) => void

/** Gives why it did not run, or null. */
async function probeFrom(
  file: NetworkFile,
  from: string,
  asked: readonly (readonly [number, ConnectionRequest])[],
  settle: Settle,
  { timeoutMs = 5_000, signal }: ConnectionOptions,
): Promise<string | null> {
  const entry = file.namespaces.find((namespace) => namespace.name === from)
  if (entry === undefined) return `there is no namespace ${from} in this network`
  try {
    const [client] = await openNamespaces([entry])
    if (client === undefined) return `the namespace ${from} could not be opened`
    const targets = asked.map(([, { to, fromPort }]) => ({ ...to, fromPort: fromPort ?? null }))
    const take = (result: ProbeResult): void => {
      const request = result.kind === 'connection' ? asked[result.index] : undefined
      if (result.kind !== 'connection' || request === undefined) return
      const [index, { to }] = request
      settle(index, { from, to, status: 'run', why: null, ...result.measurement })
    }
    return await runClient(client, { kind: 'connections', targets, timeoutMs }, take, signal).finally(() =>
      closeNamespaces([client]),
    )
  } catch (error) {
    signal?.throwIfAborted()
    return error instanceof Error ? error.message : String(error)
  }
}

function notRun({ from, to }: ConnectionRequest, why: string): Measurement {
  return { from, to, status: 'not-run', why, outcome: null, delayMs: null, attempts: [], sourcePorts: [] }
}
