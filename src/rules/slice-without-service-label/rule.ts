// An EndpointSlice lacks the label that says whose it is: neither kube-proxy nor cluster DNS takes it for the Service's.
import { misspeltLabel } from '../../trace/services/misdirected-endpoints.ts'
import { serviceNameLabel } from '../../trace/services/service-objects.ts'
import { subjectText } from '../finding-about.ts'
import {
  addressesOf,
  kubectlGet,
  objectName,
  serviceSubject,
  sourceEvidence,
  sourceName,
  withoutEndpoint,
} from '../wired-service.ts'
import { wiringRule } from '../wiring-rule.ts'

export const rule = wiringRule(
  'slice-without-service-label',
  'An EndpointSlice lacks the label that names its Service',
  'unlabelled',
  ({ service, source, sources }) => {
    const label = `${serviceNameLabel}=${service.name}`
    const misspelt = misspeltLabel(source)
    const instead = misspelt
      ? `the label ${misspelt.key}=${misspelt.value} where ${label} belongs`
      : `no label ${label}`
    return {
      message: `${subjectText(serviceSubject(service))} has no endpoint: ${sourceName(source)} (${addressesOf(source)}) has ${instead}, so neither kube-proxy nor cluster DNS takes it for the Service's, and ${withoutEndpoint(service)}. Label the slice.`,
      evidence: sources.map(sourceEvidence),
      checks: [
        kubectlGet('endpointslices', service.namespace, '-l', label),
        kubectlGet('endpointslices', service.namespace, source.name, '--show-labels'),
      ],
      fixes: [
        {
          title: `Label the slice ${label}`,
          reversible: true,
          widens: [],
          actions: sources.map((slice) => ({
            kind: 'kubernetes',
            verb: 'patch',
            object: objectName(slice.object),
            body: { metadata: { labels: { [serviceNameLabel]: service.name } } },
          })),
        },
      ],
    }
  },
)
