// The Service's ClusterIP is of one address family, its endpoints are of the other: kube-proxy pairs none of them.
import type { Endpoint, ExternalService } from '../../model/external-service.ts'
import type { Fix } from '../../model/finding.ts'
import type { Family } from '../../model/packet.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { endpointsObjects } from '../../trace/services/service-objects.ts'
import { findingAbout, subjectText } from '../finding-about.ts'
import { familyOf } from '../packet-at.ts'
import type { Rule } from '../rule.ts'
import { createSlices, slicesFor } from '../slice-for.ts'
import {
  addressesOf,
  kubectlGet,
  serviceEvidence,
  serviceSubject,
  sourceEvidence,
  sourceName,
  sufferers,
  withoutEndpoint,
} from '../wired-service.ts'
import { wiringPosition } from '../wiring-rule.ts'

const about = {
  name: 'address-family-mismatch',
  title: 'The endpoints are of another address family than the Service',
  stage: 0,
  severity: 'error',
} as const

export const rule: Rule = {
  ...about,
  inputs: ['connections', 'services', 'snapshot'],
  dependsOn: [],
  find: ({ connections, services, snapshot }) =>
    services.filter(isMismatched).flatMap((service) => {
      const facts = new Set(service.endpoints.map(({ fact }) => fact))
      const slices = endpointsObjects(snapshot).filter((source) => facts.has(source.fact))
      const [slice] = slices
      const [clusterIp = ''] = service.clusterIps
      if (!slice) return []
      const subject = serviceSubject(service)
      const family = `IPv${familyOf(clusterIp)}`
      return [
        findingAbout({
          rule: about,
          subject,
          at: { stage: 0, namespace: null },
          ...sufferers(connections, service),
          message: `${subjectText(subject)} has no endpoint: its ClusterIP ${clusterIp} is ${family}, and ${sourceName(slice)} is of addressType ${slice.addressType} (${addressesOf(slice)}). kube-proxy pairs a ClusterIP with endpoints of its own family alone, so ${withoutEndpoint(service)}. Write a slice of addressType ${family} with an ${family} address of the server.`,
          evidence: [
            { kind: 'object', text: `${sourceName(slice)}: addressType ${slice.addressType}` },
            ...slices.map(sourceEvidence),
            serviceEvidence(service),
          ],
          checks: [
            kubectlGet('service', service.namespace, service.name, '-o', 'jsonpath={.spec.ipFamilies}'),
            kubectlGet('endpointslices', service.namespace, slice.name, '-o', 'wide'),
          ],
          fixes: [otherFamily(service, familyOf(clusterIp), snapshot)],
          position: wiringPosition,
        }),
      ]
    }),
}

/** A Service of both families that lacks one of them answers by the other: that is another matter. */
function isMismatched({ type, endpoints, clusterIps }: ExternalService): boolean {
  if (type !== 'ClusterIP' || endpoints.length === 0 || clusterIps.length === 0) return false
  const families = new Set<Family>(clusterIps.map(familyOf))
  return endpoints.every(({ family }) => !families.has(family))
}

function otherFamily(service: ExternalService, family: Family, snapshot: Snapshot): Fix {
  const found = service.endpoints.flatMap((endpoint) => {
    const address = sameMachine(endpoint, family, snapshot)
    return address === null ? [] : [{ address, ports: endpoint.ports }]
  })
  const [first] = found
  if (first && found.length === service.endpoints.length) {
    const given = found.map(({ address }) => address).join(', ')
    return createSlices(`Make a slice with ${given}, where the same machine is reached`, slicesFor(service, found))
  }
  return {
    title: `Write a slice of addressType IPv${family}`,
    reversible: true,
    widens: [],
    actions: [
      {
        kind: 'manual',
        where: 'cluster',
        text: `Write an EndpointSlice of addressType IPv${family} with the label kubernetes.io/service-name=${service.name} and the server's IPv${family} address; the server has to listen there.`,
      },
    ],
  }
}

/** The one address of that family on the same link of whoever has the endpoint's address; null where there is none, or a choice. */
function sameMachine(endpoint: Endpoint, family: Family, snapshot: Snapshot): string | null {
  const links = snapshot.namespaces
    .flatMap((namespace) => namespace.links)
    .filter((link) => link.addresses.some(({ address }) => address === endpoint.address))
  const others = links.flatMap((link) =>
    link.addresses.filter((own) => own.family === family && own.scope === 'global').map(({ address }) => address),
  )
  return others.length === 1 ? (others[0] ?? null) : null
}
