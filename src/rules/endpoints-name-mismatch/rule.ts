// Endpoints, or a slice's label, name a Service that is not there, while the one that was meant has no endpoint.
import type { Fix } from '../../model/finding.ts'
import { serviceNameLabel } from '../../trace/services/service-objects.ts'
import { subjectText } from '../finding-about.ts'
import { createSlices, slicesFor } from '../slice-for.ts'
import {
  addressesOf,
  kubectlGet,
  objectName,
  serviceSubject,
  sourceEvidence,
  sourceName,
  withoutEndpoint,
} from '../wired-service.ts'
import { type Miswiring, wiringRule } from '../wiring-rule.ts'

export const rule = wiringRule(
  'endpoints-name-mismatch',
  'Endpoints name a Service that is not there',
  'other-name',
  (wiring) => {
    const { service, source, sources } = wiring
    const says = source.kind === 'Endpoints' ? 'by its own name' : `by its label ${serviceNameLabel}`
    return {
      message: `${subjectText(serviceSubject(service))} has no endpoint: ${sourceName(source)} (${addressesOf(source)}) belongs ${says} to Service ${source.namespace}/${source.service}, which is not there, and so ${withoutEndpoint(service)}. Endpoints belong to a Service by its name and namespace alone: give them those of ${service.namespace}/${service.name}.`,
      evidence: sources.map(sourceEvidence),
      checks: [
        kubectlGet('services,endpoints,endpointslices', service.namespace),
        ...(source.namespace === service.namespace
          ? []
          : [kubectlGet('services,endpoints,endpointslices', source.namespace)]),
      ],
      fixes: [rename(wiring)],
    }
  },
)

/** A label can be changed; an object's own name and namespace cannot. */
function rename({ service, source, sources, found }: Miswiring): Fix {
  if (source.kind === 'EndpointSlice' && source.namespace === service.namespace) {
    return {
      title: `Label the slice ${serviceNameLabel}=${service.name}`,
      reversible: true,
      widens: [],
      actions: sources.map((slice) => ({
        kind: 'kubernetes',
        verb: 'patch',
        object: objectName(slice.object),
        body: { metadata: { labels: { [serviceNameLabel]: service.name } } },
      })),
    }
  }
  const slices = slicesFor(
    service,
    found.map(({ endpoint }) => endpoint),
  )
  return createSlices(`Make an EndpointSlice for ${service.namespace}/${service.name} with the same addresses`, slices)
}
