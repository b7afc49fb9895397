// Asks for names as the clients themselves would: from inside their namespaces, with their resolv.conf and hosts.
import { readFile } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import type { NameMeasurement } from '../model/measurement.ts'
import type { NetworkFile } from '../model/network-file.ts'
import { AGAIN_AFTER_MS, againQuestions } from './again-questions.ts'
import { groupByClient } from './group-by-client.ts'
import type { ProbedName, ProbeResult } from './probe-protocol.ts'
import { runClient } from './run-client.ts'

export interface NameRequest {
  readonly from: string
  readonly name: string
}

export interface NameOptions {
  /** How long getaddrinfo() may take. glibc itself gives up after some 20 s where nobody answers. Default 25 s. */
  readonly timeoutMs?: number | undefined
  /** Whether to ask for the answers again, a little more than a second later: a TTL that goes down comes from a cache. */
  readonly again?: ((measurement: NameMeasurement) => boolean) | undefined
  readonly signal?: AbortSignal | undefined
  readonly onResult?: ((measurement: NameMeasurement, index: number) => void) | undefined
  /** A client whose names could not be asked for, and why. */
  readonly onNotRun?: ((from: string, why: string) => void) | undefined
}

/** In the order of the requests, without those that could not be asked: the client cannot be entered, or its resolv.conf is not
 *  known, so that nobody can say whom it would ask. Only the signal makes it reject. */
export async function probeNames(
  file: NetworkFile,
  requests: readonly NameRequest[],
  options: NameOptions = {},
): Promise<NameMeasurement[]> {
  const { timeoutMs = 25_000, again, signal, onResult, onNotRun } = options
  const measurements = new Map<number, NameMeasurement>()
  const clients = [...groupByClient(requests)].map(async ([from, placed]) => {
    const entry = file.namespaces.find(({ name }) => name === from)
    if (entry !== undefined && entry.resolvConf === null)
      return onNotRun?.(from, `the resolv.conf of ${from} is not known`)
    const settled: Promise<void>[] = []
    const finish = async (index: number, measurement: NameMeasurement): Promise<void> => {
      const asked = again?.(measurement) === true ? await askAgain(file, measurement, signal) : measurement
      measurements.set(index, asked)
      onResult?.(asked, index)
    }
    const take = (result: ProbeResult): void => {
      const asked = result.kind === 'name' ? placed[result.index] : undefined
      if (result.kind !== 'name' || asked === undefined) return
      const finished = finish(asked.index, measurementOf(from, asked.request.name, result.measurement))
      // Awaited below, unless the signal ends the client first.
      finished.catch(() => {})
      settled.push(finished)
    }
    const names = placed.map(({ request }) => request.name)
    const [resolvConf, hosts] = await Promise.all([readText(entry?.resolvConf), readText(entry?.hosts)])
    const why = await runClient(file, from, { kind: 'names', names, resolvConf, hosts, timeoutMs }, take, signal)
    await Promise.all(settled)
    if (why !== null) onNotRun?.(from, why)
  })
  await Promise.all(clients)
  return [...measurements].sort(([one], [other]) => one - other).map(([, measurement]) => measurement)
}

function measurementOf(from: string, name: string, probed: ProbedName): NameMeasurement {
  return { from, name, ...probed, again: [] }
}

async function askAgain(
  file: NetworkFile,
  measurement: NameMeasurement,
  signal: AbortSignal | undefined,
): Promise<NameMeasurement> {
  const questions = againQuestions(measurement)
  if (questions.length === 0) return measurement
  const since = performance.now()
  await setTimeout(AGAIN_AFTER_MS, undefined, { signal })
  const again: (NameMeasurement['again'][number] | undefined)[] = questions.map(() => undefined)
  const take = (result: ProbeResult): void => {
    if (result.kind !== 'again') return
    const afterMs = Math.round(performance.now() - since - result.query.delayMs)
    again[result.index] = { ...result.query, afterMs }
  }
  await runClient(file, measurement.from, { kind: 'again', questions }, take, signal)
  return { ...measurement, again: again.filter((query) => query !== undefined) }
}

async function readText(path: string | null | undefined): Promise<string> {
  return path == null ? '' : readFile(path, 'utf8').catch(() => '')
}
