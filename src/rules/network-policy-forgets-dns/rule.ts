// A NetworkPolicy lets the pod out to some addresses and forgets cluster DNS: names fail, bare addresses work.
import type { Snapshot } from '../../model/snapshot.ts'
import { listChain } from '../allow-packet.ts'
import { type UnansweredClient, unansweredClients } from '../cluster-dns-way.ts'
import { affectsOf, evidenceOf, findingAbout } from '../finding-about.ts'
import { endText } from '../packet-at.ts'
import { allowDns, type PolicyDenial, policyDenial, policyEvidence, policyNames } from '../policy-denial.ts'
import type { Found, Rule } from '../rule.ts'
import { kubectlGet } from '../wired-service.ts'

const about = {
  name: 'network-policy-forgets-dns',
  title: 'A NetworkPolicy does not let the pod ask cluster DNS',
  stage: 4,
  severity: 'error',
} as const

export const rule: Rule = {
  ...about,
  inputs: ['connections', 'network', 'snapshot'],
  dependsOn: ['cluster-dns-down'],
  find: ({ snapshot, network, connections }) =>
    unansweredClients({ snapshot, network, connections }).flatMap((client) => {
      const denial = client.failing && policyDenial(client.failing, snapshot)
      return denial ? [explain(client, denial, snapshot)] : []
    }),
}

function explain({ connection, query, service }: UnansweredClient, denial: PolicyDenial, snapshot: Snapshot): Found {
  const { stopped, engine, policies, packet } = denial
  const pod = connection.from.namespace
  const to = endText(packet.destination, packet.destinationPort)
  const does = stopped.rejectsWith === null ? 'drops' : 'rejects'
  const asked = `${query.query} ${query.type} from ${query.server}: ${query.error ?? 'no answer'} after ${Math.round(query.delayMs)} ms`
  return findingAbout({
    rule: about,
    subject: service
      ? { kind: 'Service', namespace: service.namespace, name: service.name, port: 53 }
      : { kind: 'Address', namespace: null, name: query.server, port: 53 },
    at: { stage: 4, namespace: stopped.place.namespace },
    affects: affectsOf(connection),
    message: `No name resolves in ${pod}: ${policyNames(policies)} select${policies.length === 1 ? 's' : ''} it and lets no question out to cluster DNS (${to}); ${engine} ${does} it on ${stopped.place.namespace} by ${stopped.text}. What the policy allows is reached by its bare address alone. Allow port 53 to cluster DNS, UDP and TCP.`,
    evidence: [...evidenceOf(snapshot, [stopped.fact]), ...policyEvidence(denial), { kind: 'dns', text: asked }],
    checks: [
      kubectlGet('networkpolicies', pod.split('/')[0] ?? 'default', '-o', 'yaml'),
      { where: pod, argv: ['nslookup', query.query, query.server] },
      { where: stopped.place.namespace, argv: listChain(stopped.place) },
    ],
    fixes: [allowDns(denial)],
    position: 0,
  })
}
