// Cluster DNS does not run: no ready pod stands behind its Service, or the server in its pod is gone.
import type { Snapshot } from '../../model/snapshot.ts'
import { type DnsTrouble, dnsTrouble } from '../cluster-dns-trouble.ts'
import { type UnansweredClient, unansweredClients } from '../cluster-dns-way.ts'
import { restartDns } from '../empty-dns-cache.ts'
import { affectsOf, findingAbout } from '../finding-about.ts'
import type { Found, Rule } from '../rule.ts'

const about = {
  name: 'cluster-dns-down',
  title: 'Cluster DNS does not run',
  stage: 0,
  severity: 'error',
} as const

export const rule: Rule = {
  ...about,
  inputs: ['connections', 'network', 'snapshot'],
  dependsOn: [],
  find: ({ snapshot, network, connections }) =>
    unansweredClients({ snapshot, network, connections }).flatMap((client) => {
      const trouble = dnsTrouble(client, snapshot)
      return trouble ? [explain(client, trouble, snapshot)] : []
    }),
}

function explain({ connection, query, service }: UnansweredClient, trouble: DnsTrouble, snapshot: Snapshot): Found {
  const name = service ? `${service.namespace}/${service.name}` : query.server
  return findingAbout({
    rule: about,
    subject: service
      ? { kind: 'Service', namespace: service.namespace, name: service.name, port: 53 }
      : { kind: 'Address', namespace: null, name: query.server, port: 53 },
    at: { stage: 0, namespace: trouble.namespace ?? onlyPod(snapshot) },
    affects: affectsOf(connection),
    message: `No name resolves: cluster DNS ${name} does not run: ${trouble.text}. Every name that a pod asks for fails with EAI_AGAIN (Temporary failure in name resolution). Look why its pods stopped, and start them anew.`,
    evidence: [
      ...trouble.evidence,
      { kind: 'dns', text: `${query.query} ${query.type} from ${query.server}: ${query.error ?? 'no answer'}` },
    ],
    checks: [
      {
        where: 'cluster',
        argv: ['kubectl', '-n', 'kube-system', 'get', 'pods,endpointslices', '-l', 'k8s-app=kube-dns'],
      },
      { where: 'cluster', argv: ['kubectl', '-n', 'kube-system', 'logs', '-l', 'k8s-app=kube-dns', '--previous'] },
    ],
    fixes: [restartDns('Start cluster DNS anew')],
    position: 0,
  })
}

function onlyPod(snapshot: Snapshot): string | null {
  const pods = snapshot.kubernetes.filter(
    (object) => object.kind === 'Pod' && object.metadata.labels?.['k8s-app'] === 'kube-dns',
  )
  const [pod] = pods
  return pod && pods.length === 1 ? `${pod.metadata.namespace ?? 'default'}/${pod.metadata.name}` : null
}
