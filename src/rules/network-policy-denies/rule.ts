// A NetworkPolicy selects the pod and does not let it out to the target: its engine drops or rejects the request on the node.
import { listChain } from '../allow-packet.ts'
import { unanswered } from '../cluster-dns-way.ts'
import { evidenceOf, subjectOf, subjectText } from '../finding-about.ts'
import { opening } from '../opening.ts'
import { endText } from '../packet-at.ts'
import { pathRule } from '../path-rule.ts'
import {
  allowByPolicy,
  allowDns,
  blockOf,
  deniesDns,
  policyDenial,
  policyEvidence,
  policyNames,
} from '../policy-denial.ts'
import { kubectlGet } from '../wired-service.ts'

export const rule = pathRule({
  name: 'network-policy-denies',
  title: 'A NetworkPolicy does not let the pod out to the target',
  stage: 4,
  inputs: ['connections', 'snapshot'],
  explain: (failing, { snapshot }) => {
    const denial = policyDenial(failing, snapshot)
    if (!denial) return null
    const { connection } = failing
    const { stopped, engine, policies, packet } = denial
    const pod = connection.from.namespace
    const to = endText(packet.destination, packet.destinationPort)
    const does = stopped.rejectsWith === null ? 'drops' : 'rejects'
    const translated =
      packet.destination === connection.to.address
        ? ''
        : ', which the ClusterIP was translated to before policies are looked at'
    // Nobody dials what has no name: the connection was followed as if it had one.
    const namesFail = unanswered(connection) !== null && deniesDns(denial, snapshot)
    const namespace = pod.split('/')[0] ?? 'default'
    return {
      message: `${namesFail ? `${subjectText(subjectOf(connection))} is out of reach of ${pod}, its name included` : opening(failing)}: ${policyNames(policies)} select${policies.length === 1 ? 's' : ''} pod ${pod} and lets nothing out to ${packet.protocol} ${to}${translated}${namesFail ? ', nor to cluster DNS' : ''}; ${engine} ${does} it on ${stopped.place.namespace} by ${stopped.text}. Allow this one address and port by a policy${namesFail ? ', and port 53 to cluster DNS' : ''}.`,
      evidence: [...evidenceOf(snapshot, [stopped.fact]), ...policyEvidence(denial)],
      checks: [
        kubectlGet('networkpolicies', namespace, '-o', 'yaml'),
        { where: stopped.place.namespace, argv: listChain(stopped.place) },
      ],
      fixes: [
        ...(namesFail ? [allowDns(denial)] : []),
        allowByPolicy(denial, {
          title: `Let these pods out to ${to}`,
          name: `allow-${connection.service?.name ?? 'target'}`,
          to: blockOf(packet.destination),
          ports: [packet.protocol === 'udp' ? 'UDP' : 'TCP'],
        }),
      ],
    }
  },
})
