// Another Service claims the target's address as its external IP: the nodes send packets for the target to that Service.
import { capturedFinding, capturedWays } from '../captured-target.ts'
import { evidenceOf, findingAbout } from '../finding-about.ts'
import type { Rule } from '../rule.ts'
import { kubectlGet, objectName } from '../wired-service.ts'

const about = {
  name: 'external-ip-hijack',
  title: "Another Service claims the target's address",
  stage: 4,
  severity: 'error',
} as const

export const rule: Rule = {
  ...about,
  inputs: ['connections', 'snapshot'],
  dependsOn: [],
  find: ({ connections, snapshot }) =>
    capturedWays(connections, snapshot).flatMap((way) => {
      const { by, address, fact } = way.captured
      if (by.kind !== 'external-ip') return []
      const { opening, ...where } = capturedFinding(way)
      const { namespace = 'default', name } = by.service.metadata
      const { externalIPs = [] } = (by.service.spec ?? {}) as { externalIPs?: readonly string[] }
      const kept = externalIPs.filter((one) => one !== address)
      return [
        findingAbout({
          rule: about,
          ...where,
          message: `${opening}, as Service ${namespace}/${name} names ${address} in its ${by.field}: kube-proxy on every node takes that address for the Service's own. Take it out there; a Service may claim only addresses that are routed to the nodes for it.`,
          evidence: [
            { kind: 'object', text: `Service ${namespace}/${name}: ${by.field} ${address}` },
            ...evidenceOf(snapshot, [fact]),
          ],
          checks: [kubectlGet('service', namespace, name, '-o', 'wide')],
          fixes: [
            by.field === 'spec.externalIPs'
              ? {
                  title: `Take ${address} out of Service ${namespace}/${name}`,
                  reversible: true,
                  widens: [],
                  actions: [
                    {
                      kind: 'kubernetes',
                      verb: 'patch',
                      object: objectName(by.service),
                      body: { spec: { externalIPs: kept } },
                    },
                  ],
                }
              : {
                  title: 'Give the load balancer another address',
                  reversible: true,
                  widens: [],
                  actions: [
                    {
                      kind: 'manual',
                      where: 'cluster',
                      text: `Take ${address} out of the range from which load balancers get their addresses, and make Service ${namespace}/${name} anew.`,
                    },
                  ],
                },
          ],
        }),
      ]
    }),
}
