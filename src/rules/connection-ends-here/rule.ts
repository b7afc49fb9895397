// A connection fails and no other rule says why: its end is named as the facts show it, so that no failure goes unnamed.
import type { Connection } from '../../model/connection.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { factText } from '../../trace/facts/fact-text.ts'
import { unanswered } from '../cluster-dns-way.ts'
import { type FailingPath, failingPaths, positionOf } from '../failing-paths.ts'
import { affectsOf, evidenceOf, findingAbout, subjectOf, subjectText } from '../finding-about.ts'
import { ipCommand } from '../ip-command.ts'
import { opening } from '../opening.ts'
import { packetAt } from '../packet-at.ts'
import { reasonClause } from '../reason-text.ts'
import type { Found, Rule } from '../rule.ts'

/** `dependsOn` is every other rule: src/rules/index.ts gives their names. */
export function connectionEndsHere(otherRules: readonly string[]): Rule {
  return {
    ...about,
    dependsOn: otherRules,
    find: ({ connections, snapshot }) => {
      // When no server answers, that is what the rules of cluster DNS speak of, or what stops all packets of this client. Of its many
      // questions one may meet a flow that conntrack still knows, and be answered.
      const unheard = new Set(connections.filter(unanswered).map(({ from }) => from.namespace))
      return connections.flatMap((connection) => [
        // What lies behind a cause without a name is no more certain than that cause.
        ...failingPaths(connection)
          .filter(({ path }) => path.mended.length === 0)
          .map((failing) => failedWay(failing, snapshot)),
        ...(unheard.has(connection.from.namespace) ? [] : failedName(connection, snapshot)),
      ])
    },
  }
}

const about = {
  name: 'connection-ends-here',
  title: 'The connection fails here, for a reason that has no rule of its own',
  stage: 7,
  severity: 'error',
  inputs: ['connections', 'snapshot'],
} as const

function failedWay(failing: FailingPath, snapshot: Snapshot): Found {
  const { connection, verdict, direction } = failing
  const where = verdict.at.namespace ?? 'an unknown place'
  const { destination } = packetAt(failing)
  const what = direction === 'reply' ? 'its reply ends' : 'its packets end'
  return findingAbout({
    rule: about,
    subject: subjectOf(connection),
    at: verdict.at,
    affects: affectsOf(connection),
    message: `${opening(failing)}: ${what} on ${where}, where ${reasonClause(snapshot, verdict)}. Look there first.`,
    evidence: [
      ...evidenceOf(snapshot, verdict.evidence),
      { kind: 'connection', text: `${verdict.kind} at stage ${verdict.at.stage} on ${where}` },
    ],
    checks: [{ where, argv: ipCommand(destination, 'route', 'get', destination) }],
    position: positionOf(failing),
  })
}

/** A name that fails for a real client, and that no rule of stage 0 explains. */
function failedName(connection: Connection, snapshot: Snapshot): Found[] {
  const { asked, expected, to } = connection
  if (!asked || asked.outcome === 'resolved' || to.address !== null || connection.hypothetical) return []
  const [query] = asked.queries.slice(-1)
  const answered = query
    ? `${query.query} ${query.type} from ${query.server}: ${query.rcode ?? query.error ?? 'no answer'}`
    : asked.name
  return [
    findingAbout({
      rule: about,
      subject: subjectOf(connection),
      at: { stage: 0, namespace: null },
      affects: affectsOf(connection),
      message: `${subjectText(subjectOf(connection))} cannot be dialled: name ${asked.name} fails with ${asked.outcome} in ${asked.from}. Look at the cluster's DNS and at the Service.`,
      evidence: [
        { kind: 'dns', text: answered },
        ...(expected?.questions ?? []).flatMap((question) =>
          question.facts.map((fact) => ({ kind: 'object' as const, text: factText(snapshot, fact) })),
        ),
      ],
      checks: [{ where: asked.from, argv: ['nslookup', asked.name] }],
    }),
  ]
}
