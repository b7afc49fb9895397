// Makes a rule out of answers of cluster DNS that are not what the objects say: one finding a Service.
import type { Connection } from '../model/connection.ts'
import type { Check, Evidence, Fix } from '../model/finding.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { factText } from '../trace/facts/fact-text.ts'
import { answerText, type DnsDisagreement, dnsDisagreement } from './dns-disagreement.ts'
import { affectsOf, findingAbout, subjectOf } from './finding-about.ts'
import type { Found, Rule } from './rule.ts'

export interface DisagreementCause {
  readonly message: string
  readonly fixes: readonly Fix[]
}

export function disagreementRule(
  name: string,
  title: string,
  explain: (connection: Connection, disagreement: DnsDisagreement) => DisagreementCause | null,
): Rule {
  const rule = { name, title, stage: 0 as const, severity: 'error' as const }
  return {
    ...rule,
    inputs: ['connections', 'snapshot'],
    dependsOn: [],
    find: ({ connections, snapshot }) =>
      connections.flatMap((connection): Found[] => {
        const disagreement = connection.hypothetical ? null : dnsDisagreement(connection)
        const cause = disagreement && explain(connection, disagreement)
        if (!disagreement || !cause) return []
        return [
          findingAbout({
            rule,
            severity: reachesItsService(connection) ? 'warning' : 'error',
            subject: subjectOf(connection),
            at: { stage: 0, namespace: dnsPod(snapshot) },
            affects: affectsOf(connection),
            message: cause.message,
            evidence: evidenceOf(snapshot, disagreement),
            checks: checksOf(connection, disagreement),
            fixes: cause.fixes,
            position: 100,
          }),
        ]
      }),
  }
}

/** The name of the DNS server's own namespace, when there is only one. */
function dnsPod(snapshot: Snapshot): string | null {
  const pods = snapshot.kubernetes.filter(
    (object) => object.kind === 'Pod' && object.metadata.labels?.['k8s-app'] === 'kube-dns',
  )
  const [pod] = pods
  return pod && pods.length === 1 ? `${pod.metadata.namespace ?? 'default'}/${pod.metadata.name}` : null
}

function reachesItsService({ expected, measurement, to }: Connection): boolean {
  const isIts = expected?.addresses.some(({ address }) => address === to.address) ?? false
  return isIts && measurement?.outcome === 'connected'
}

function evidenceOf(snapshot: Snapshot, { said, got, again, fresh }: DnsDisagreement): Evidence[] {
  const dns = (text: string): Evidence => ({ kind: 'dns', text })
  return [
    dns(
      `${got.query} ${got.type} from ${got.server}: ${answerText(got)}; asked again after ${again.afterMs} ms: ${answerText(again)}`,
    ),
    ...(fresh?.rcode ? [dns(`${fresh.query} SRV from ${fresh.server}: ${answerText(fresh)}`)] : []),
    ...said.facts.map((fact): Evidence => ({ kind: 'object', text: factText(snapshot, fact) })),
  ]
}

function checksOf({ from }: Connection, { got }: DnsDisagreement): Check[] {
  return [
    { where: from.namespace, argv: ['nslookup', '-debug', got.query, got.server] },
    { where: 'cluster', argv: ['kubectl', 'get', 'endpointslices', '-A', '-o', 'wide'] },
  ]
}
