// Endpoints written by hand for a Service that has a selector: they are no part of it, and its own controller writes over them.
import { subjectText } from '../finding-about.ts'
import { slicesFor } from '../slice-for.ts'
import {
  addressesOf,
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
  'selector-overwrites-endpoints',
  'A selector keeps endpoints written by hand out of the Service',
  'overwritten',
  ({ service, source, sources, found }) => {
    const selector = Object.entries(service.selector)
      .map(([key, value]) => `${key}=${value}`)
      .join(',')
    const slices = slicesFor(
      service,
      found.map(({ endpoint }) => endpoint),
    )
    return {
      message: `${subjectText(serviceSubject(service))} has no endpoint: it has the selector ${selector}, and no pod stands in its slices, so ${withoutEndpoint(service)}. ${sourceName(source)} (${addressesOf(source)}) was written by hand and counts for nothing: a Service with a selector gets slices of its pods alone, and the endpoints controller writes over these Endpoints at its next look. Take the selector away, and write the EndpointSlice yourself.`,
      evidence: [
        ...sources.map(sourceEvidence),
        serviceEvidence(service),
        { kind: 'object', text: `Service ${service.namespace}/${service.name}: selector ${selector}` },
      ],
      checks: [
        kubectlGet('service', service.namespace, service.name, '-o', 'jsonpath={.spec.selector}'),
        kubectlGet('pods', service.namespace, '-l', selector),
        kubectlGet('endpointslices', service.namespace, '-l', `kubernetes.io/service-name=${service.name}`),
      ],
      fixes: [
        {
          title: 'Take the selector away, and make an EndpointSlice with the same addresses',
          reversible: true,
          widens: [],
          actions: [
            {
              kind: 'kubernetes',
              verb: 'patch',
              object: objectName(service.object),
              body: { spec: { selector: null } },
            },
            ...slices.map((slice) => ({
              kind: 'kubernetes' as const,
              verb: 'create' as const,
              object: objectName(slice),
              body: slice,
            })),
          ],
        },
      ],
    }
  },
)
