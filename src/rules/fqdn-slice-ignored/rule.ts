// A slice of host names: kube-proxy takes addresses alone, so the Service's ClusterIP leads nowhere.
import type { ExternalService } from '../../model/external-service.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { type EndpointsObject, endpointsObjects, type ServiceObject } from '../../trace/services/service-objects.ts'
import { findingAbout, subjectText } from '../finding-about.ts'
import type { Rule } from '../rule.ts'
import {
  addressesOf,
  kubectlGet,
  objectName,
  serviceEvidence,
  serviceSubject,
  sourceEvidence,
  sourceName,
  sufferers,
  withoutEndpoint,
} from '../wired-service.ts'
import { wiringPosition } from '../wiring-rule.ts'

const about = {
  name: 'fqdn-slice-ignored',
  title: "The Service's slice holds host names, which kube-proxy ignores",
  stage: 0,
  severity: 'error',
} as const

export const rule: Rule = {
  ...about,
  inputs: ['connections', 'services', 'snapshot'],
  dependsOn: [],
  find: ({ connections, services, snapshot }) =>
    services
      // Cluster DNS makes aliases of the names in a headless Service's slice.
      .filter((service) => service.type === 'ClusterIP' && service.endpoints.length === 0)
      .flatMap((service) => {
        const slices = slicesOfNames(service, snapshot)
        const [slice] = slices
        if (!slice) return []
        const subject = serviceSubject(service)
        const [host = ''] = slice.endpoints.flatMap(({ addresses }) => addresses)
        return [
          findingAbout({
            rule: about,
            subject,
            at: { stage: 0, namespace: null },
            ...sufferers(connections, service),
            message: `${subjectText(subject)} has no endpoint: ${sourceName(slice)} is of addressType FQDN and holds the name ${addressesOf(slice)}, and kube-proxy ignores such slices, so ${withoutEndpoint(service)}. For a name make the Service an ExternalName; for a ClusterIP write a slice with the server's address.`,
            evidence: [
              { kind: 'object', text: `${sourceName(slice)}: addressType FQDN` },
              ...slices.map(sourceEvidence),
              serviceEvidence(service),
            ],
            checks: [kubectlGet('endpointslices', service.namespace, slice.name, '-o', 'wide')],
            fixes: [
              {
                title: `Make the Service an ExternalName for ${host}${otherPort(service, slice)}`,
                reversible: true,
                widens: [],
                actions: [
                  ...slices.map((one) => ({
                    kind: 'kubernetes' as const,
                    verb: 'delete' as const,
                    object: objectName(one.object),
                    body: null,
                  })),
                  {
                    kind: 'kubernetes',
                    verb: 'patch',
                    object: objectName(service.object),
                    body: { spec: { type: 'ExternalName', externalName: host, clusterIP: null, clusterIPs: null } },
                  },
                ],
              },
              {
                title: 'Write a slice with its address',
                reversible: true,
                widens: [],
                actions: [
                  {
                    kind: 'manual',
                    where: 'cluster',
                    text: `Write an EndpointSlice of addressType IPv4 or IPv6 with the label kubernetes.io/service-name=${service.name} and the address of ${host}; when that address changes, the slice has to change too.`,
                  },
                ],
              },
            ],
            position: wiringPosition,
          }),
        ]
      }),
}

/** An alias does not translate ports, as a ClusterIP does. */
function otherPort({ ports }: ExternalService, slice: EndpointsObject): string {
  const moved = slice.ports.flatMap(({ port }) =>
    port === null || ports.some((one) => one.port === port) ? [] : [port],
  )
  return moved.length === 0 ? '' : `, and let clients dial port ${moved.join(', ')}`
}

/** pkg/proxy/endpointslicecache.go: an addressType that is not the proxier's own family is left out. */
function slicesOfNames({ namespace, name }: Pick<ServiceObject, 'namespace' | 'name'>, snapshot: Snapshot) {
  return endpointsObjects(snapshot).filter(
    (source: EndpointsObject) =>
      source.addressType === 'FQDN' &&
      source.namespace === namespace &&
      source.service === name &&
      source.endpoints.length > 0,
  )
}
