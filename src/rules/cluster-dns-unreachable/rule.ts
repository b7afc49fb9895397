// A pod's questions do not reach cluster DNS, or its answers do not come back: something on the way stops them.
import type { Fix } from '../../model/finding.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { allowPacket, allowReply } from '../allow-packet.ts'
import { dnsTrouble } from '../cluster-dns-trouble.ts'
import { type UnansweredClient, unansweredClients } from '../cluster-dns-way.ts'
import { affectsOf, evidenceOf, findingAbout } from '../finding-about.ts'
import { packetAt } from '../packet-at.ts'
import { reasonClause } from '../reason-text.ts'
import type { Found, Rule } from '../rule.ts'
import { stoppingRule } from '../stopping-rule.ts'

const about = {
  name: 'cluster-dns-unreachable',
  title: 'Cluster DNS does not answer the pod',
  stage: 0,
  severity: 'error',
} as const

export const rule: Rule = {
  ...about,
  inputs: ['connections', 'network', 'snapshot'],
  dependsOn: ['cluster-dns-down', 'kube-proxy-down', 'network-policy-forgets-dns'],
  find: ({ snapshot, network, connections }) =>
    unansweredClients({ snapshot, network, connections })
      .filter((client) => !dnsTrouble(client, snapshot))
      .map((client) => explain(client, snapshot)),
}

function explain(client: UnansweredClient, snapshot: Snapshot): Found {
  const { connection, query, service, failing } = client
  const where = failing?.verdict.at.namespace ?? null
  const name = service ? `${service.namespace}/${service.name} (${query.server})` : query.server
  const stopped = failing && stoppingRule(failing, snapshot)
  const cause = failing
    ? `${failing.direction === 'reply' ? 'its answer ends' : 'the question ends'} on ${where ?? 'its way'}, where ${reasonClause(snapshot, failing.verdict)}`
    : 'by the facts question and answer pass, so something that was not read stops them'
  const asked = `${query.query} ${query.type} from ${query.server}: ${query.error ?? 'no answer'} after ${Math.round(query.delayMs)} ms`
  return findingAbout({
    rule: about,
    subject: service
      ? { kind: 'Service', namespace: service.namespace, name: service.name, port: 53 }
      : { kind: 'Address', namespace: null, name: query.server, port: 53 },
    at: { stage: 0, namespace: where },
    affects: affectsOf(connection),
    message: `No name resolves in ${connection.from.namespace}: cluster DNS ${name} does not answer its questions: ${cause}. Connections to bare addresses work. ${stopped ? 'Let UDP and TCP port 53 through there.' : 'Mend that place first.'}`,
    evidence: [...(failing ? evidenceOf(snapshot, failing.verdict.evidence) : []), { kind: 'dns', text: asked }],
    checks: [
      { where: connection.from.namespace, argv: ['nslookup', query.query, query.server] },
      { where: connection.from.namespace, argv: ['nc', '-vz', '-u', '-w', '5', query.server, '53'] },
    ],
    fixes: client.failing ? letThrough(client, snapshot) : [],
    position: 0,
  })
}

/** Names that do not fit a datagram are asked for over TCP. */
function letThrough({ failing }: UnansweredClient, snapshot: Snapshot): Fix[] {
  const stopped = failing && stoppingRule(failing, snapshot)
  if (!failing || !stopped) return []
  const packet = packetAt(failing)
  const fixes = (['udp', 'tcp'] as const).map((protocol) =>
    failing.direction === 'reply'
      ? allowReply(stopped.place, { ...packet, protocol })
      : allowPacket(snapshot, stopped.place, { ...packet, protocol }),
  )
  return [
    {
      title: 'Let questions to cluster DNS through, before the rule that stops them',
      reversible: true,
      widens: fixes.flatMap((fix) => fix.widens),
      actions: fixes.flatMap((fix) => fix.actions),
    },
  ]
}
