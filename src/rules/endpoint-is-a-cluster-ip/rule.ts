// An endpoint is another Service's ClusterIP: kube-proxy translates a packet once, so it leaves the node with an address of nobody.
import { parseAddress, parsePrefix, prefixContains } from '../../trace/address.ts'
import { endpointsObjects, serviceObjects } from '../../trace/services/service-objects.ts'
import { findingAbout, subjectText } from '../finding-about.ts'
import type { Rule } from '../rule.ts'
import { kubectlGet, serviceSubject, sourceEvidence, sourceName, sufferers } from '../wired-service.ts'
import { wiringPosition } from '../wiring-rule.ts'

const about = {
  name: 'endpoint-is-a-cluster-ip',
  title: "An endpoint is another Service's ClusterIP",
  stage: 0,
  severity: 'error',
} as const

export const rule: Rule = {
  ...about,
  inputs: ['connections', 'services', 'snapshot'],
  dependsOn: ['service-cidr-overlaps-target'],
  find: ({ connections, services, snapshot }) => {
    const clusterIps = new Map(
      serviceObjects(snapshot).flatMap((one) => one.clusterIps.map((address) => [address, one] as const)),
    )
    const ranges = snapshot.serviceCidrs.flatMap((text) => parsePrefix(text) ?? [])
    return services
      .filter((service) => service.type === 'ClusterIP')
      .flatMap((service) => {
        const endpoint = service.endpoints.find(({ address, ready }) => {
          const parsed = parseAddress(address)
          return (
            ready &&
            (clusterIps.has(address) || (parsed !== null && ranges.some((range) => prefixContains(range, parsed))))
          )
        })
        const slice = endpointsObjects(snapshot).find((source) => source.fact === endpoint?.fact)
        const { affects, severity } = sufferers(connections, service)
        // On some nodes the second translation happens all the same, by another way: what works is left alone.
        if (!endpoint || !slice || severity !== 'error') return []
        const other = clusterIps.get(endpoint.address)
        const whose = other ? `the ClusterIP of Service ${other.namespace}/${other.name}` : 'in the range of ClusterIPs'
        const subject = serviceSubject(service)
        return [
          findingAbout({
            rule: about,
            subject,
            at: { stage: 0, namespace: null },
            affects,
            message: `${subjectText(subject)} leads nowhere: ${sourceName(slice)} names ${endpoint.address}, ${whose}. kube-proxy translates a packet's address once, so it leaves the node for an address that no machine has. Name the real address${other ? `, or make it an ExternalName to ${other.name}.${other.namespace}.svc.${snapshot.clusterDomain.replace(/\.$/, '')}` : ''}.`,
            evidence: [sourceEvidence(slice)],
            checks: [
              kubectlGet('endpointslices', service.namespace, slice.name, '-o', 'wide'),
              { where: 'cluster', argv: ['kubectl', 'get', 'services', '-A', '-o', 'wide'] },
            ],
            fixes: [
              {
                title: 'Name the real address',
                reversible: true,
                widens: [],
                actions: [
                  {
                    kind: 'manual',
                    where: 'cluster',
                    text: `In ${sourceName(slice)} write the address of the server for ${endpoint.address}${other ? `, or those of the endpoints of ${other.namespace}/${other.name}` : ''}.`,
                  },
                ],
              },
            ],
            position: wiringPosition,
          }),
        ]
      })
  },
}
