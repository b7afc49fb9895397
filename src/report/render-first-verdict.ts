// Says what the model alone found, in one line a cause, for a person who waits for the clients' tries.
import type { Connection } from '../model/connection.ts'
import type { Finding } from '../model/finding.ts'
import type { RenderOptions } from './render-trace.ts'
import { hang } from './wrap-text.ts'

export function renderFirstVerdict(
  findings: readonly Finding[],
  connections: readonly Connection[],
  { width, paint }: RenderOptions,
): string {
  const real = connections.filter((connection) => !connection.hypothetical).length
  const errors = findings.filter((finding) => finding.severity === 'error')
  const tried = `${real} ${real === 1 ? 'connection is' : 'connections are'} being tried`
  if (errors.length === 0) return `The model finds nothing wrong; ${tried}.`
  return [
    `The model says, while ${tried}:`,
    ...errors.flatMap((finding) => hang(causeText(finding), width, `${paint.bad('x')} `, '  ')),
  ].join('\n')
}

function causeText({ rule, subject, at }: Finding): string {
  const name = subject.namespace === null ? subject.name : `${subject.namespace}/${subject.name}`
  const port = subject.port === null ? '' : ` port ${subject.port}`
  return `${rule}: ${subject.kind} ${name}${port}${at.namespace === null ? '' : `, in ${at.namespace}`}`
}
