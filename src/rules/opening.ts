// How a message begins: which Service or address, and what its client sees.
import type { Outcome } from '../model/measurement.ts'
import type { FailingPath } from './failing-paths.ts'
import { subjectOf, subjectText } from './finding-about.ts'

/** `Service shop/db port 5432 is refused`. What lies behind another cause is seen only when that one is mended. */
export function opening(failing: FailingPath): string {
  const { connection, path } = failing
  const sees = `${subjectText(subjectOf(connection))} ${outcomeText(path.client.outcome)}`
  return path.mended.length > 0 || connection.hypothetical ? `Behind the cause before it, ${sees}` : sees
}

export function outcomeText(outcome: Outcome | null): string {
  return outcome === null ? 'fails' : (texts[outcome] ?? `fails with ${outcome}`)
}

const texts: Readonly<Record<string, string>> = {
  connected: 'is reached',
  ECONNREFUSED: 'is refused',
  EHOSTUNREACH: 'fails with EHOSTUNREACH (No route to host)',
  ENETUNREACH: 'fails with ENETUNREACH (Network is unreachable)',
  EACCES: 'fails with EACCES (Permission denied)',
  EINVAL: 'fails with EINVAL (Invalid argument)',
  timeout: 'times out',
  'no-reply': 'gets no reply',
  reset: 'is reset',
}
