// Connects for real from inside namespaces of a node, by one command there, and says what each client saw.
import { randomInt } from 'node:crypto'
import { isIP } from 'node:net'
import type { RunElsewhere } from '../../enter/run-elsewhere.ts'
import type { Measurement, Outcome } from '../../model/measurement.ts'
import type { FinishedAttempt } from '../client/attempt.ts'
import { summarizeAttempts } from '../client/summarize-attempts.ts'
import { groupByClient } from '../group-by-client.ts'
import type { ConnectionOptions, ConnectionRequest } from '../probe-connections.ts'
import type { ClientElsewhere } from './client-elsewhere.ts'
import { runClients } from './run-clients.ts'

/** As probeConnections() does, and with the same results; without Perl on the node the source ports are not known. */
export async function probeConnectionsElsewhere(
  run: RunElsewhere,
  clients: readonly ClientElsewhere[],
  requests: readonly ConnectionRequest[],
  { timeoutMs = 5_000, signal, onResult }: ConnectionOptions = {},
): Promise<Measurement[]> {
  const measurements = new Map<number, Measurement>()
  const settle = (index: number, measurement: Measurement): void => {
    measurements.set(index, measurement)
    onResult?.(measurement, index)
  }
  const jobs = [...groupByClient(requests)].flatMap(([from, placed]) => {
    const client = clients.find(({ name }) => name === from)
    const why = ({ to }: ConnectionRequest): string | null => {
      if (client === undefined) return `there is no client ${from} on this node`
      return isIP(to.address) === 0 ? `${JSON.stringify(to.address)} is no IP address` : null
    }
    for (const { index, request } of placed) {
      const reason = why(request)
      if (reason !== null) settle(index, notRun(request, reason))
    }
    const sound = placed.filter(({ request }) => why(request) === null)
    return client === undefined || sound.length === 0 ? [] : [{ client, placed: sound }]
  })
  const take = (job: number, [kind, place, ...words]: readonly string[]): void => {
    const asked = jobs[job]?.placed[Number(place)]
    if (asked === undefined) return
    const { index, request } = asked
    if (kind === 'u') settle(index, notRun(request, `its words are not known: ${words.join(' ').trim()}`))
    if (kind !== 'c') return
    const [certain, ...attempts] = words
    const probed = summarizeAttempts(attempts.map(parseAttempt), certain === '1')
    settle(index, { from: request.from, to: request.to, status: 'run', why: null, ...probed })
  }
  const toRun = jobs.map(({ client, placed }) => ({
    ...{ client, asksNames: false },
    requests: requestLines(
      placed.map(({ request }) => request),
      timeoutMs,
    ),
  }))
  const lastMs = Math.max(0, ...requests.map(({ afterMs = 0 }) => afterMs))
  const reasons = await runClients(run, toRun, lastMs + timeoutMs, signal, take)
  for (const [job, { placed }] of jobs.entries()) {
    const why = reasons[job] ?? 'the probe ended without a result'
    for (const { index, request } of placed) if (!measurements.has(index)) settle(index, notRun(request, why))
  }
  return [...measurements].sort(([one], [other]) => one - other).map(([, measurement]) => measurement)
}

/** The ports begin at random: one that was used in the last minute would meet its own connection in TIME_WAIT. */
function requestLines(requests: readonly ConnectionRequest[], timeoutMs: number): string[] {
  return [
    `timeout ${timeoutMs}`,
    `ports ${randomInt(40_000, 61_000)}`,
    ...requests.map(
      ({ to, fromPort, afterMs = 0 }, index) =>
        `c ${index} ${to.protocol} ${to.address} ${to.port} ${fromPort ?? '-'} ${afterMs}`,
    ),
  ]
}

/** `OUTCOME,DELAY,PORT,START` */
function parseAttempt(text: string): FinishedAttempt {
  const [outcome = '', delay, port, start] = text.split(',')
  return {
    outcome: outcome as Outcome,
    delayMs: Number(delay),
    sourcePort: port === '-' ? null : Number(port),
    startedAt: Number(start),
  }
}

function notRun({ from, to }: ConnectionRequest, why: string): Measurement {
  return { from, to, status: 'not-run', why, outcome: null, delayMs: null, attempts: [], sourcePorts: [] }
}
