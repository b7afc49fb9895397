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
  const head = errors.length === 0 ? 'The model finds nothing wrong' : 'The model says'
  return [
    `${head}; ${real} ${real === 1 ? 'connection is' : 'connections are'} being tried.`,
    ...errors.flatMap((finding) => hang(`${finding.rule}: ${finding.message}`, width, `${paint.bad('x')} `, '  ')),
  ].join('\n')
}
