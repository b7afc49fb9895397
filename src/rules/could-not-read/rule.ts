// What could not be read, or is not understood, on the way of a connection, at that very place.
import type { Connection } from '../../model/connection.ts'
import type { Verdict } from '../../model/path.ts'
import type { Gap, Snapshot } from '../../model/snapshot.ts'
import { affectsOf, evidenceOf, findingAbout, subjectOf, subjectText } from '../finding-about.ts'
import { reasonClause } from '../reason-text.ts'
import type { Found, Rule } from '../rule.ts'

export const rule: Rule = {
  name: 'could-not-read',
  title: 'Something on the way could not be read or is not understood',
  stage: 0,
  severity: 'info',
  inputs: ['connections', 'snapshot'],
  dependsOn: [],
  find: ({ connections, snapshot }) => [
    ...(snapshot.gaps ?? []).filter(isFelt).map(missingPart),
    ...connections.flatMap((connection) => [
      ...unknownName(connection),
      ...undeterminedVerdicts(connection).map((verdict) => unknownPlace(connection, verdict, snapshot)),
    ]),
  ],
}

/** Without the host, what ends there is told by each connection for itself; of the objects these decide what is looked at. */
function isFelt({ kind, name }: Gap): boolean {
  return kind === 'resource' ? deciding.includes(name) : kind !== 'host'
}

const deciding = ['services', 'endpoints', 'endpointslices', 'pods', 'nodes']

function missingPart(gap: Gap): Found {
  return findingAbout({
    rule,
    subject: { kind: kinds[gap.kind], namespace: null, name: gap.name, port: null },
    at: { stage: 0, namespace: null },
    message: `${kinds[gap.kind]} ${gap.name} could not be read: ${gap.why.replace(/\.$/, '')}. It would settle ${gap.settles}.`,
    // What was tried stands in the message, in full.
    evidence: [{ kind: 'unread', text: `${kinds[gap.kind]} ${gap.name}` }],
    checks: [],
  })
}

const kinds: Readonly<Record<Gap['kind'], string>> = {
  resource: 'Resource',
  containers: 'The container engine of',
  node: 'Node',
  host: 'Host',
}

/** The first failing direction of each way; an open end beyond which a real client got through is no riddle. */
function undeterminedVerdicts({ paths, measurement }: Connection): Verdict[] {
  return paths.flatMap((path) => {
    const verdict = path.verdict.kind === 'undetermined' ? path.verdict : path.reply?.verdict
    if (verdict?.kind !== 'undetermined') return []
    const { kind } = verdict.reason
    if (kind === 'left-by-uplink' && measurement?.status === 'run') return []
    return kind === 'address-claimed-twice' && measurement?.outcome === 'connected' ? [] : [verdict]
  })
}

function unknownPlace(connection: Connection, verdict: Verdict, snapshot: Snapshot): Found {
  const { reason, at } = verdict
  const fact = reason.kind === 'unread' ? reason.fact : reason.kind === 'unsupported-rule' ? reason.rule : null
  const where = at.namespace ?? 'the cluster'
  const clause = reasonClause(snapshot, verdict)
  return findingAbout({
    rule,
    subject: subjectOf(connection),
    at,
    affects: affectsOf(connection),
    message: `Whether ${subjectText(subjectOf(connection))} can be reached cannot be told: on ${where} ${clause}.${saw(connection)} ${advice[reason.kind] ?? 'Look at it by hand.'}`,
    evidence: fact === null ? [{ kind: 'unread', text: clause }] : evidenceOf(snapshot, [fact]),
    checks: [],
  })
}

/** A name is settled by asking for it; only what nobody asked is left open. */
function unknownName(connection: Connection): Found[] {
  const { expected, asked } = connection
  if (expected?.outcome !== 'undetermined' || asked !== null) return []
  const why = expected.why ?? 'how it is answered is not known'
  return [
    findingAbout({
      rule,
      subject: subjectOf(connection),
      at: { stage: 0, namespace: null },
      affects: affectsOf(connection),
      message: `Whether ${subjectText(subjectOf(connection))} can be reached cannot be told: the answer for name ${expected.name} is not known (${why}). Ask for it from the pod itself.`,
      evidence: [{ kind: 'dns', text: `${expected.name}: ${why}` }],
      checks: [{ where: connection.from.namespace, argv: ['nslookup', expected.name] }],
    }),
  ]
}

function saw({ measurement }: Connection): string {
  if (measurement?.outcome == null) return ''
  return measurement.outcome === 'connected'
    ? ' A real client gets through.'
    : ` A real client sees ${measurement.outcome}.`
}

const advice: Readonly<Record<string, string>> = {
  unread: 'Run this with the right to read it.',
  'address-claimed-twice': 'Take the address away from all but one.',
  'left-by-uplink': 'Try the connection from the pod itself.',
}
