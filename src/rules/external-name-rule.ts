// Makes a rule out of an ExternalName that leads nowhere, or of a name that a pod is told to dial and nobody knows.
import type { ExternalService } from '../model/external-service.ts'
import type { Check, Evidence, Fix, Subject } from '../model/finding.ts'
import type { Outcome } from '../model/measurement.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { parseAddress } from '../trace/address.ts'
import { configuredTargets } from '../trace/names/configured-targets.ts'
import { bareName, queryEvidence, targetQuery, unresolvedTargets, upstreamFailed } from './external-name.ts'
import { findingAbout, subjectText } from './finding-about.ts'
import type { Found, Rule } from './rule.ts'
import { kubectlGet, serviceEvidence, serviceSubject } from './wired-service.ts'
import { wiringPosition } from './wiring-rule.ts'

/** A name that pods ask for and that does not resolve. */
export interface UnknownName {
  readonly name: string
  /** Null when a pod is told to dial it. */
  readonly service: ExternalService | null
  /** `Service shop/archive port 5432 leads to NAME`, `Pod shop/web is told to dial NAME (DB_URL in …)`. */
  readonly opening: string
  /** What its clients are told. */
  readonly outcome: Outcome
}

export interface UnknownNameCause {
  readonly message: string
  readonly evidence?: readonly Evidence[]
  readonly checks?: readonly Check[]
  readonly fixes: readonly Fix[]
}

export function unknownNameRule(
  about: { readonly name: string; readonly title: string; readonly dependsOn: readonly string[] },
  explain: (unknown: UnknownName, snapshot: Snapshot) => UnknownNameCause | null,
): Rule {
  const rule = { ...about, stage: 0 as const, severity: 'error' as const }
  return {
    ...rule,
    inputs: ['connections', 'services', 'snapshot'],
    find: ({ connections, services, snapshot }): Found[] => {
      const about = (subject: Subject, cause: UnknownNameCause, parts: Partial<Found>): Found =>
        findingAbout({
          rule,
          subject,
          at: { stage: 0, namespace: null },
          affects: parts.affects ?? [],
          message: cause.message,
          evidence: [...(parts.evidence ?? []), ...(cause.evidence ?? [])],
          checks: [...(parts.checks ?? []), ...(cause.checks ?? [])],
          fixes: cause.fixes,
          position: wiringPosition,
        })
      const byService = services.flatMap((service) => {
        if (service.externalName === null || parseAddress(service.externalName)) return []
        const subject = serviceSubject(service)
        const opening = `${subjectText(subject)} leads to ${service.externalName}`
        return unresolvedTargets(service, connections).flatMap(({ connection, asked, query }) => {
          const from = connection.from.namespace
          if (upstreamFailed(snapshot, from, service.externalName ?? '')) return []
          const cause = explain(
            { name: bareName(service.externalName ?? ''), service, opening, outcome: asked.outcome as Outcome },
            snapshot,
          )
          if (!cause) return []
          const behind = targetQuery(snapshot, from, service.externalName ?? '')
          return [
            about(subject, cause, {
              affects: [{ from, node: connection.from.node }],
              evidence: [serviceEvidence(service), queryEvidence(query), ...(behind ? [queryEvidence(behind)] : [])],
              checks: [
                kubectlGet('service', service.namespace, service.name, '-o', 'jsonpath={.spec.externalName}'),
                { where: from, argv: ['nslookup', `${bareName(service.externalName ?? '')}.`] },
              ],
            }),
          ]
        })
      })
      const byPod = configuredTargets(snapshot).flatMap((target) => {
        const asked = snapshot.nameMeasurements.find((one) => one.from === target.pod && one.name === target.host)
        const isDenied =
          asked?.queries.length !== 0 &&
          asked?.queries.every((query) => query.rcode === 'NXDOMAIN' || query.rcode === 'NOERROR')
        if (!asked || asked.outcome === 'resolved' || !isDenied) return []
        const opening = `Pod ${target.pod} is told to dial ${target.host} (${target.where})`
        const cause = explain({ name: bareName(target.host), service: null, opening, outcome: asked.outcome }, snapshot)
        const [last] = asked.queries.slice(-1)
        if (!cause || !last) return []
        const [namespace = '', ...name] = target.pod.split('/')
        const subject = { kind: 'Pod', namespace, name: name.join('/'), port: target.port }
        const node = snapshot.namespaces.find((one) => one.name === target.pod)?.node ?? null
        return [
          about(subject, cause, {
            affects: [{ from: target.pod, node }],
            evidence: [
              { kind: 'object', text: `Pod ${target.pod}: ${target.where}: ${target.host}` },
              queryEvidence(last),
            ],
            checks: [{ where: target.pod, argv: ['nslookup', target.host] }],
          }),
        ]
      })
      return [...byService, ...byPod]
    },
  }
}
