// What to ask once more, to see whether an answer came from a cache.
import type { NameMeasurement } from '../model/measurement.ts'
import type { Question } from './probe-protocol.ts'

/** A TTL counts whole seconds. */
export const AGAIN_AFTER_MS = 1_100

/** SRV beside A: no C library asks for it, so that a server with a cache makes that answer anew. */
const againTypes = ['A', 'SRV'] as const

/** The IPv4 questions that were answered, each of the same server: any of them may have decided. */
export function againQuestions({ queries }: NameMeasurement): Question[] {
  const asked = queries.filter(({ type, rcode }) => type === 'A' && rcode !== null)
  return asked.flatMap(({ query, server }) => againTypes.map((type) => ({ query, type, server })))
}
