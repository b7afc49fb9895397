// Every endpoint of a Service is marked as not ready, and nobody will ever mark it otherwise: no probe watches it.
import type { Fix } from '../../model/finding.ts'
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
import { type Miswiring, wiringRule } from '../wiring-rule.ts'

export const rule = wiringRule(
  'endpoints-not-ready',
  'Every endpoint of the Service is marked as not ready',
  'not-ready',
  (wiring) => {
    const { service, source, sources } = wiring
    return {
      message: `${subjectText(serviceSubject(service))} has no endpoint that is ready: ${sourceName(source)} marks ${addressesOf(source)} with ready: false, so kube-proxy and cluster DNS leave it out, and ${withoutEndpoint(service)}. No probe watches an endpoint outside the cluster, so it stays so until somebody changes it: set ready: true once the server is there.`,
      evidence: sources.map((slice) => ({
        ...sourceEvidence(slice),
        text: `${sourceEvidence(slice).text}; conditions ready=false`,
      })),
      checks: [kubectlGet('endpointslices', service.namespace, source.name, '-o', 'yaml')],
      fixes: [markReady(wiring)],
    }
  },
)

function markReady({ sources }: Miswiring): Fix {
  return {
    title: 'Mark the endpoints as ready',
    reversible: true,
    widens: [],
    actions: sources.map(({ object }) => ({
      kind: 'kubernetes',
      verb: 'patch',
      object: objectName(object),
      body: {
        endpoints: endpointsOf(object.endpoints).map((endpoint) => ({
          ...endpoint,
          conditions: { ...endpoint.conditions, ready: true },
        })),
      },
    })),
  }
}

/** A patch replaces a list whole, so the endpoints are written again as they are. */
function endpointsOf(endpoints: unknown): { readonly conditions?: Readonly<Record<string, unknown>> }[] {
  return Array.isArray(endpoints) ? endpoints : []
}
