// Asks for answers once more, those of many names together, each at least a TTL's second after it first came.
import { setTimeout } from 'node:timers/promises'
import type { RunElsewhere } from '../../enter/run-elsewhere.ts'
import type { NameMeasurement } from '../../model/measurement.ts'
import { AGAIN_AFTER_MS, againQuestions } from '../again-questions.ts'
import type { ClientElsewhere } from './client-elsewhere.ts'
import { messageOf, readAnswer } from './name-questions.ts'
import { runClients } from './run-clients.ts'

type Again = NameMeasurement['again'][number]

interface Waiting {
  readonly client: ClientElsewhere
  readonly measurement: NameMeasurement
  readonly since: number
  readonly done: (measurement: NameMeasurement) => void
  readonly failed: (reason: unknown) => void
}

export type AskAgain = (client: ClientElsewhere, measurement: NameMeasurement) => Promise<NameMeasurement>

/** Those that come in while others wait go with them, when their own time is up too. Only the signal makes it reject. */
export function askAgainElsewhere(run: RunElsewhere, signal: AbortSignal | undefined): AskAgain {
  let waiting: Waiting[] = []
  const askDue = async (): Promise<void> => {
    let due: Waiting[] = []
    try {
      await setTimeout(AGAIN_AFTER_MS, undefined, { signal })
      due = waiting.filter(({ since }) => performance.now() - since >= AGAIN_AFTER_MS)
      waiting = waiting.filter((one) => !due.includes(one))
      if (waiting.length > 0) askDue()
      await askAll(run, due, signal)
    } catch (reason) {
      for (const { failed } of [...due, ...waiting]) failed(reason)
    }
  }
  return (client, measurement) =>
    new Promise((done, failed) => {
      waiting.push({ client, measurement, since: performance.now(), done, failed })
      if (waiting.length === 1) askDue()
    })
}

async function askAll(run: RunElsewhere, due: readonly Waiting[], signal: AbortSignal | undefined): Promise<void> {
  const asked = due.map((one) => {
    const questions = againQuestions(one.measurement).flatMap((question) => {
      const message = messageOf(question)
      return message === null ? [] : [{ question, message }]
    })
    return { ...one, questions, again: questions.map((): Again | null => null) }
  })
  const begun = performance.now()
  const parts = asked.map(() => '')
  const take = (job: number, [kind, ...words]: readonly string[]): void => {
    const one = asked[job]
    if (one === undefined) return
    if (kind === 'x') parts[job] += words[0] ?? ''
    if (kind !== 'a') return
    const [place, delay, error = ''] = words
    const question = one.questions[Number(place)]?.question
    if (question !== undefined) {
      const query = readAnswer(question, error, parts[job] ?? '', Number(delay))
      one.again[Number(place)] = { ...query, afterMs: Math.round(begun - one.since) }
    }
    parts[job] = ''
  }
  const jobs = asked.map(({ client, questions }) => ({
    ...{ client, asksNames: false },
    requests: questions.map(({ question, message }, place) => `a ${place} ${question.server} ${message}`),
  }))
  await runClients(run, jobs, 0, signal, take)
  for (const { measurement, again, done } of asked) done({ ...measurement, again: again.filter((one) => one !== null) })
}
