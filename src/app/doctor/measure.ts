// Lets real clients in the pods try what the model speaks of: every name, and every connection that can be made.
import type { Measurement, NameMeasurement } from '../../model/measurement.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { furtherNames } from '../../trace/names/further-names.ts'
import type { LiveNetwork } from '../live-network.ts'
import type { Progress } from '../progress.ts'
import { chooseClients } from './choose-clients.ts'
import { type DiagnoseOptions, type Diagnosis, diagnose } from './diagnose.ts'
import { type Forecast, mayBeUnsaid, type Pace, Pacer, paceApart } from './pace-requests.ts'
import { nameFor } from './plan-connections.ts'

export interface MeasureOptions extends DiagnoseOptions {
  readonly signal: AbortSignal
  readonly progress: Progress
}

/** The snapshot with what all clients saw, side by side. */
export async function measure(
  live: LiveNetwork,
  facts: Snapshot,
  model: Diagnosis,
  options: MeasureOptions,
): Promise<Snapshot> {
  const { signal, progress, timeoutMs } = options
  const pacer = new Pacer()
  const measurements = new Map<string, Measurement>()
  let asked = 0
  const connect = async ({ requests, left }: Pace): Promise<void> => {
    for (const one of left) if (!measurements.has(keyOf(one))) measurements.set(keyOf(one), notTried(one))
    asked += requests.length
    const onResult = (measurement: Measurement): void => {
      measurements.set(keyOf(measurement), joined(measurements.get(keyOf(measurement)), measurement))
      progress.say(`trying ${asked} connections (${measurements.size} done)`)
    }
    progress.say(`trying ${asked} connections`)
    if (requests.length > 0) await live.probeConnections(requests, { timeoutMs, signal, onResult })
  }

  const known = reachableTargets(model)
  const first = connect(pacer.pace(known))
  // Awaited below, unless asking for names is interrupted first.
  first.catch(() => {})
  const nameMeasurements = await askNames(live, facts, model, options)
  // What a name really gave may not be what the objects say; those addresses are tried too.
  const withNames: Snapshot = { ...facts, nameMeasurements }
  const tried = new Set(known.map(keyOf))
  const further = reachableTargets(diagnose(withNames, options)).filter((forecast) => !tried.has(keyOf(forecast)))
  await Promise.all([first, connect(pacer.pace(further))])
  const unsaid = [...known, ...further].filter((forecast) => {
    const measurement = measurements.get(keyOf(forecast))
    return measurement !== undefined && mayBeUnsaid(forecast, measurement)
  })
  if (unsaid.length > 0) await connect(paceApart(unsaid))
  return { ...withNames, measurements: [...known, ...further].flatMap((one) => measurements.get(keyOf(one)) ?? []) }
}

async function askNames(
  live: LiveNetwork,
  facts: Snapshot,
  model: Diagnosis,
  { signal, progress }: MeasureOptions,
): Promise<NameMeasurement[]> {
  const { all, tries } = chooseClients(facts)
  const pods = all.filter(({ role }) => role === 'pod')
  const names = [
    ...model.services.flatMap((service) =>
      pods
        .filter((client) => tries(client, service))
        .map((client) => ({ from: client.name, name: nameFor(client, service) })),
    ),
    ...furtherNames(
      facts,
      model.services,
      pods
        .filter((pod) => tries(pod, null) || model.services.some((service) => tries(pod, service)))
        .map((pod) => pod.name),
    ),
  ]
  const expected = new Map(model.connections.map((one) => [`${one.from.namespace} ${one.to.name}`, one.expected]))
  const again = (asked: NameMeasurement): boolean => differs(asked, expected.get(`${asked.from} ${asked.name}`) ?? null)
  const onNotRun = (from: string, why: string): void => progress.note(`Names could not be asked for in ${from}: ${why}`)
  return live.probeNames(names, { signal, again, onNotRun })
}

/** A second measurement of one connection: the later outcome counts, all attempts are kept. */
function joined(earlier: Measurement | undefined, later: Measurement): Measurement {
  if (earlier?.status !== 'run') return later
  if (later.status !== 'run') return earlier
  return {
    ...later,
    attempts: [...earlier.attempts, ...later.attempts],
    sourcePorts: [...earlier.sourcePorts, ...later.sourcePorts],
  }
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
