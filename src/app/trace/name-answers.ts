// The questions that a client's resolver asks for one name and their answers: asked for real, else as the objects have them.
import type { ExpectedName } from '../../model/connection.ts'
import type { NameMeasurement } from '../../model/measurement.ts'
import { type NameAnswer, namesOfMeasurement } from '../../report/trace-document.ts'

export function answersOf(expected: ExpectedName | null, asked: NameMeasurement | null): NameAnswer[] {
  if (asked) return namesOfMeasurement(asked)
  return (expected?.questions ?? []).map(({ query, type, rcode, answers }) => ({
    query,
    type,
    server: null,
    rcode,
    answers: answers.map((record) => ({ type: record.type, data: record.data, ttlSeconds: null })),
  }))
}
