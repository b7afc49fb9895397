// A real client saw something else than the facts say it should: one of the two is not the whole truth.
import type { Connection } from '../../model/connection.ts'
import type { Measurement } from '../../model/measurement.ts'
import type { ClientOutcome } from '../../model/path.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { affectsOf, findingAbout, subjectOf, subjectText } from '../finding-about.ts'
import { outcomeText } from '../opening.ts'
import { endText } from '../packet-at.ts'
import { reasonClause } from '../reason-text.ts'
import type { Found, Rule } from '../rule.ts'

export const rule: Rule = {
  name: 'model-and-measurement-disagree',
  title: 'A real client sees something else than the facts say',
  stage: 7,
  severity: 'error',
  inputs: ['connections', 'snapshot'],
  dependsOn: [],
  find: ({ connections, snapshot }) => connections.flatMap((connection) => explain(connection, snapshot) ?? []),
}

function explain(connection: Connection, snapshot: Snapshot): Found | null {
  const { measurement, paths, to, from } = connection
  const [path] = paths
  if (connection.agree !== false || !measurement || !path) return null
  const verdict = path.verdict.kind === 'delivered' && path.reply ? path.reply.verdict : path.verdict
  const modelled =
    path.client.outcome === 'connected'
      ? 'the facts say that it works'
      : `by the facts it ${outcomeText(path.client.outcome)}, for ${reasonClause(snapshot, verdict)} on ${verdict.at.namespace ?? 'its way'}`
  const end = endText(to.address ?? '', to.port)
  return findingAbout({
    rule,
    severity: measurement.outcome === 'connected' ? 'warning' : 'error',
    subject: subjectOf(connection),
    at: path.verdict.at,
    affects: affectsOf(connection),
    message: `${subjectText(subjectOf(connection))} ${outcomeText(measurement.outcome)} for a real client in ${from.namespace}, but ${modelled}. Something that was not read decides, or the network changed meanwhile: look again, then look at each hop by hand.`,
    evidence: [
      { kind: 'connection', text: `measured: ${measuredText(measurement, end)}` },
      { kind: 'connection', text: `model: ${modelText(path.client, end)}` },
    ],
    checks: [
      {
        where: from.namespace,
        argv: ['nc', '-vz', ...(to.protocol === 'udp' ? ['-u'] : []), '-w', '5', to.address ?? '', String(to.port)],
      },
    ],
  })
}

function measuredText({ outcome, attempts }: Measurement, end: string): string {
  const tries = attempts.map((attempt) => `${attempt.outcome} after ${Math.round(attempt.delayMs)} ms`)
  return `${end} ${outcome ?? 'not run'} (${tries.join(', ')})`
}

function modelText({ outcome, delayMs }: ClientOutcome, end: string): string {
  const upTo = delayMs.max === null ? 'until the client gives up' : `to ${delayMs.max} ms`
  return `${end} ${outcome ?? 'undetermined'} (${delayMs.min} ms ${upTo})`
}
