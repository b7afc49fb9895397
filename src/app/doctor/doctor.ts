// The use case of doctor: read the network, say the model's verdict at once, let real clients try, and name the causes.

import type { Measurement, NameMeasurement } from '../../model/measurement.ts'
import type { NetworkFile } from '../../model/network-file.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { furtherNames } from '../../trace/names/further-names.ts'
import type { Progress } from '../progress.ts'
import { type DiagnoseOptions, type Diagnosis, diagnose } from './diagnose.ts'
import { type Forecast, paceRequests } from './pace-requests.ts'
import { clientPods, nameFor } from './plan-connections.ts'

export interface DoctorOptions extends DiagnoseOptions {
  readonly signal: AbortSignal
  readonly progress: Progress
  /** Called with what the model alone says, before any client has answered. */
  readonly onModel: (diagnosis: Diagnosis) => void
}

/** Of a network that stands: facts are collected and clients tried. */
export async function examine(file: NetworkFile, options: DoctorOptions): Promise<Diagnosis> {
  const { signal, progress } = options
  progress.say('reading the namespaces')
  const { collectNetwork } = await import('../../collect/namespaces/collect-network.ts')
  const facts = await collectNetwork(file, { signal })
  const model = diagnose(facts, options)
  options.onModel(model)
  const snapshot = await measure(file, facts, model, options)
  progress.say('naming the causes')
  const result = diagnose(snapshot, options)
  progress.clear()
  return result
}

/** Asks every name and makes every connection that can be made, all clients side by side. */
async function measure(
  file: NetworkFile,
  facts: Snapshot,
  model: Diagnosis,
  options: DoctorOptions,
): Promise<Snapshot> {
  const { signal, progress, timeoutMs } = options
  const { probeConnections } = await import('../../probe/probe-connections.ts')
  const { probeNames } = await import('../../probe/probe-names.ts')
  const clients = clientPods(facts)
  const names = [
    ...model.services.flatMap((service) =>
      clients.map((client) => ({ from: client.name, name: nameFor(client, service) })),
    ),
    ...furtherNames(
      facts,
      model.services,
      clients.map((client) => client.name),
    ),
  ]
  const expected = new Map(model.connections.map((one) => [`${one.from.namespace} ${one.to.name}`, one.expected]))
  const { requests: known, left } = paceRequests(reachableTargets(model))
  let answered = 0
  const total = known.length
  const onResult = (): void => {
    answered += 1
    progress.say(`trying ${total} connections (${answered} done)`)
  }
  progress.say(`trying ${total} connections`)
  const again = (asked: NameMeasurement): boolean => differs(asked, expected.get(`${asked.from} ${asked.name}`) ?? null)
  const [connected, nameMeasurements] = await Promise.all([
    probeConnections(file, known, { timeoutMs, signal, onResult }),
    probeNames(file, names, { signal, again }),
  ])
  // What a name really gave may not be what the objects say; those addresses are tried too.
  const withNames: Snapshot = { ...facts, nameMeasurements }
  const tried = new Set(known.map(keyOf))
  for (const one of left) tried.add(keyOf(one))
  const further = reachableTargets(diagnose(withNames, options)).filter((forecast) => !tried.has(keyOf(forecast)))
  const later = paceRequests(further)
  const more = later.requests.length > 0 ? await probeConnections(file, later.requests, { timeoutMs, signal }) : []
  return { ...withNames, measurements: [...connected, ...more, ...[...left, ...later.left].map(notTried)] }
}

function reachableTargets(diagnosis: Diagnosis): Forecast[] {
  const forecasts = new Map<string, Forecast>()
  for (const { from, to, hypothetical, paths } of diagnosis.connections) {
    if (to.address === null || hypothetical) continue
    const forecast = { from: from.namespace, to: { address: to.address, port: to.port, protocol: to.protocol }, paths }
    forecasts.set(keyOf(forecast), forecast)
  }
  return [...forecasts.values()]
}

function notTried({ from, to }: Pick<Measurement, 'from' | 'to'>): Measurement {
  const why = 'others that end at the same place were tried: a kernel sends an address only one error message a second'
  return { from, to, status: 'not-run', why, outcome: null, delayMs: null, attempts: [], sourcePorts: [] }
}

function keyOf({ from, to }: Pick<Measurement, 'from' | 'to'>): string {
  return `${from} ${to.protocol} ${to.address} ${to.port}`
}

/** An answer that the objects do not explain is asked for again: a TTL that went down tells a cache from a wrong object. */
function differs(asked: NameMeasurement, expected: Diagnosis['connections'][number]['expected']): boolean {
  if (!expected || expected.outcome === 'undetermined') return false
  if (asked.outcome !== expected.outcome) return true
  const said = expected.addresses.map((entry) => entry.address).toSorted()
  return JSON.stringify([...new Set(asked.addresses)].toSorted()) !== JSON.stringify(said)
}
