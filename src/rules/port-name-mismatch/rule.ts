// A Service's port finds no endpoint because the slice calls its port otherwise: kube-proxy joins the two by name and protocol.
import type { ServiceObject } from '../../trace/services/service-objects.ts'
import { subjectText } from '../finding-about.ts'
import {
  kubectlGet,
  objectName,
  serviceEvidence,
  serviceSubject,
  sourceEvidence,
  sourceName,
  withoutEndpoint,
} from '../wired-service.ts'
import { wiringRule } from '../wiring-rule.ts'

export const rule = wiringRule(
  'port-name-mismatch',
  'The ports of Service and EndpointSlice differ in name or protocol',
  'other-port',
  ({ service, port, source, sources, found }) => {
    const meant = found[0]?.endpoint.ports[0]?.port ?? null
    const given = source.ports.find((candidate) => candidate.port === meant)
    const differs = given && port && given.name !== port.name ? 'name' : 'protocol'
    return {
      message: `${subjectText(serviceSubject(service, port?.port))} has no endpoint: the Service calls its port ${portText(port)}, ${sourceName(source)} calls it ${portText(given ?? null)}. kube-proxy joins the two by name and protocol, so ${withoutEndpoint(service)} although the slice looks filled. Give both the same ${differs}.`,
      evidence: [serviceEvidence(service), ...sources.map(sourceEvidence)],
      checks: [
        kubectlGet('service', service.namespace, service.name, '-o', 'jsonpath={.spec.ports}'),
        kubectlGet('endpointslices', service.namespace, source.name, '-o', 'jsonpath={.ports}'),
      ],
      fixes: [
        {
          title: `Call the slice's port ${portText(port)}`,
          reversible: true,
          widens: [],
          actions: sources.map((slice) => ({
            kind: 'kubernetes',
            verb: 'patch',
            object: objectName(slice.object),
            body: {
              ports: slice.ports.map((candidate) =>
                candidate.port === meant && port
                  ? { name: port.name, port: candidate.port, protocol: port.protocol.toUpperCase() }
                  : { name: candidate.name, port: candidate.port, protocol: candidate.protocol.toUpperCase() },
              ),
            },
          })),
        },
      ],
    }
  },
)

function portText(port: Pick<ServiceObject['ports'][number], 'name' | 'protocol'> | null): string {
  if (!port) return '(nothing)'
  return `${port.name === '' ? '(no name)' : port.name}/${port.protocol.toUpperCase()}`
}
