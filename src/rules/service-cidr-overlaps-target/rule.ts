// The target's address lies in the range of ClusterIPs: the nodes take it for a Service's, and translate or refuse it.
import { capturedFinding, capturedWays } from '../captured-target.ts'
import { evidenceOf, findingAbout } from '../finding-about.ts'
import type { Rule } from '../rule.ts'

const about = {
  name: 'service-cidr-overlaps-target',
  title: "The target's address is one of the cluster's ClusterIPs",
  stage: 2,
  severity: 'error',
} as const

export const rule: Rule = {
  ...about,
  inputs: ['connections', 'snapshot'],
  dependsOn: [],
  find: ({ connections, snapshot }) =>
    capturedWays(connections, snapshot).flatMap((way) => {
      const { by, address, fact } = way.captured
      if (by.kind !== 'service-cidr') return []
      const { opening, at, ...where } = capturedFinding(way)
      const { cidr, owner, service } = by
      const whose = service
        ? `and is the ClusterIP of Service ${service.metadata.namespace ?? 'default'}/${service.metadata.name} here`
        : 'and no Service has it here'
      return [
        findingAbout({
          rule: about,
          ...where,
          at: { stage: 2, namespace: at.namespace },
          position: where.position - 2000,
          message: `${opening}. ${address} of ${owner} lies in ${cidr}, the cluster's range of ClusterIPs, ${whose}: kube-proxy takes it for the cluster's own. Give ${owner} an address outside of it, or make the cluster with another service range.`,
          evidence: [
            { kind: 'network', text: `service CIDR ${cidr} holds ${address}, which ${owner} has` },
            ...evidenceOf(snapshot, [fact]),
          ],
          checks: [
            { where: 'cluster', argv: ['kubectl', 'get', 'services', '-A', '-o', 'wide'] },
            { where: 'cluster', argv: ['kubectl', 'get', 'servicecidrs'] },
          ],
          fixes: [
            {
              title: 'Give the target, or the Services, other addresses',
              reversible: false,
              widens: [],
              actions: [
                {
                  kind: 'manual',
                  where: 'cluster',
                  text: service
                    ? `Give ${owner} an address outside ${cidr}, or make Service ${service.metadata.name} anew with another clusterIP; for good, make the cluster with another range (kind: networking.serviceSubnet).`
                    : `Give ${owner} an address outside ${cidr}, or make the cluster with another range (kind: networking.serviceSubnet).`,
                },
              ],
            },
          ],
        }),
      ]
    }),
}
