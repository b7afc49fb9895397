// Cluster DNS answers from objects that are no more: it does not learn of changes, because its watch of the API is broken.

import { disagreementRule } from '../disagreement-rule.ts'
import { answerText } from '../dns-disagreement.ts'
import { restartDns } from '../empty-dns-cache.ts'
import { subjectOf, subjectText } from '../finding-about.ts'

export const rule = disagreementRule(
  'coredns-not-updated',
  'Cluster DNS does not learn of changed objects',
  (connection, { said, got, why }) => {
    if (why !== 'not-updated') return null
    const wanted = said.answers.map(({ type, data }) => `${type} ${data}`).join(', ') || said.rcode
    return {
      message: `${subjectText(subjectOf(connection))} is answered from old objects: cluster DNS says ${answerText(got)} for ${connection.to.name}, the objects say ${wanted}, and the answer is made anew each time, so it is not a cache. Cluster DNS has lost its watch of the API, or may not read it: look at its log and at its ClusterRole, then start it anew.`,
      fixes: [restartDns('Start cluster DNS anew'), mayRead],
    }
  },
)

const mayRead = {
  title: 'Let it read Services, namespaces and EndpointSlices again',
  reversible: true,
  widens: [],
  actions: [
    {
      kind: 'manual',
      where: 'cluster',
      text: 'Run: kubectl auth can-i list endpointslices.discovery.k8s.io --as=system:serviceaccount:kube-system:coredns -A; when it says no, give ClusterRole system:coredns list and watch of endpoints, services, pods, namespaces and endpointslices.',
    },
  ],
} as const
