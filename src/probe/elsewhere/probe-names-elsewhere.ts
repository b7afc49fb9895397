// Asks for names as the clients themselves would, from inside namespaces of a node, by one command there.
import type { RunElsewhere } from '../../enter/run-elsewhere.ts'
import type { NameMeasurement, NameQuery, Outcome } from '../../model/measurement.ts'
import { groupByClient, type Placed } from '../group-by-client.ts'
import type { NameOptions, NameRequest } from '../probe-names.ts'
import type { Question } from '../probe-protocol.ts'
import { askAgainElsewhere } from './ask-again-elsewhere.ts'
import type { ClientElsewhere } from './client-elsewhere.ts'
import { messageOf, readAnswer, searchSteps } from './name-questions.ts'
import { type ClientJob, runClients } from './run-clients.ts'

interface AskedName {
  readonly index: number
  readonly request: NameRequest
  readonly steps: readonly (readonly Question[])[]
  readonly queries: Map<string, NameQuery>
  told: Pick<NameMeasurement, 'outcome' | 'addresses' | 'delayMs'> | null
}

/** As probeNames() does, and with the same results. It takes Perl on the node. */
export async function probeNamesElsewhere(
  run: RunElsewhere,
  clients: readonly ClientElsewhere[],
  requests: readonly NameRequest[],
  { timeoutMs = 25_000, again, signal, onResult, onNotRun }: NameOptions = {},
): Promise<NameMeasurement[]> {
  const measurements = new Map<number, NameMeasurement>()
  const askAgain = askAgainElsewhere(run, signal)
  const settled: Promise<void>[] = []
  const finish = async (client: ClientElsewhere, asked: AskedName): Promise<void> => {
    const measurement = measurementOf(asked)
    if (measurement === null) return
    const whole = again?.(measurement) === true ? await askAgain(client, measurement) : measurement
    measurements.set(asked.index, whole)
    onResult?.(whole, asked.index)
  }
  const jobs = [...groupByClient(requests)].flatMap(([from, placed]) => {
    const client = clients.find(({ name }) => name === from)
    const why =
      client === undefined
        ? `there is no client ${from} on this node`
        : client.resolvConf === null
          ? `the resolv.conf of ${from} is not known`
          : null
    if (why !== null) onNotRun?.(from, why)
    if (client === undefined || why !== null) return []
    return [{ client, asked: placed.map((one) => askedName(client, one)), part: '' }]
  })
  const take = (job: number, [kind, ...words]: readonly string[]): void => {
    const client = jobs[job]
    if (client === undefined) return
    if (kind === 'x') client.part += words[0] ?? ''
    const asked = client.asked[Number(words[0])]
    if (kind === 'x' || asked === undefined) return
    if (kind === 'n') asked.told = toldOf(words)
    if (kind === 'q') {
      const [, key = '', delay, error = ''] = words
      const [step, place] = key.split('.').map(Number)
      const question = asked.steps[step ?? 0]?.[place ?? 0]
      if (question !== undefined) asked.queries.set(key, readAnswer(question, error, client.part, Number(delay)))
      client.part = ''
    }
    if (kind !== 'd') return
    const finished = finish(client.client, asked)
    // Awaited below, unless the signal ends the client first.
    finished.catch(() => {})
    settled.push(finished)
  }
  const toRun = jobs.map(({ client, asked }) => jobOf(client, asked, timeoutMs))
  const reasons = await runClients(run, toRun, timeoutMs, signal, take)
  await Promise.all(settled)
  for (const [job, why] of reasons.entries()) if (why !== null) onNotRun?.(jobs[job]?.client.name ?? '', why)
  return [...measurements].sort(([one], [other]) => one - other).map(([, measurement]) => measurement)
}

function askedName({ resolvConf, hosts }: ClientElsewhere, { index, request }: Placed<NameRequest>): AskedName {
  const steps = searchSteps(request.name, resolvConf ?? '', hosts ?? '')
  return { index, request, steps, queries: new Map(), told: null }
}

function jobOf(client: ClientElsewhere, asked: readonly AskedName[], timeoutMs: number): ClientJob {
  const lines = asked.flatMap(({ request, steps }, index) => [
    ...steps.flatMap((questions, step) =>
      questions.flatMap((question, place) => {
        const message = messageOf(question)
        return message === null ? [] : [`q ${index} ${step} ${step}.${place} ${question.server} ${message}`]
      }),
    ),
    `n ${index} ${Buffer.from(request.name).toString('hex')}`,
  ])
  return { client, asksNames: true, requests: [`timeout ${timeoutMs}`, ...lines] }
}

function toldOf([, outcome = '', delay, ...addresses]: readonly string[]): AskedName['told'] {
  return { outcome: outcome as Outcome, addresses: [...new Set(addresses)], delayMs: Number(delay) }
}

/** In the order in which they would have been asked, whichever answer came first. */
function measurementOf({ request, steps, queries, told }: AskedName): NameMeasurement | null {
  if (told === null) return null
  const keys = steps.flatMap((questions, step) => questions.map((_, place) => `${step}.${place}`))
  return {
    ...{ from: request.from, name: request.name },
    ...told,
    queries: keys.flatMap((key) => queries.get(key) ?? []),
    again: [],
  }
}
