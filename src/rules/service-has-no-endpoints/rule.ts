// A Service without a selector has no EndpointSlice at all; an Endpoints object of its name may be there, uncopied.
import type { ExternalService } from '../../model/external-service.ts'
import type { Fix } from '../../model/finding.ts'
import { type MisdirectedEndpoint, misdirectedEndpoints } from '../../trace/services/misdirected-endpoints.ts'
import { findingAbout, subjectText } from '../finding-about.ts'
import type { Found, Rule } from '../rule.ts'
import { createSlices, slicesFor } from '../slice-for.ts'
import {
  kubectlGet,
  serviceEvidence,
  serviceSubject,
  sourceEvidence,
  sufferers,
  withoutEndpoint,
} from '../wired-service.ts'
import { wiringPosition } from '../wiring-rule.ts'

const about = {
  name: 'service-has-no-endpoints',
  title: 'The Service has no endpoint, and nothing that was meant to be one',
  stage: 0,
  severity: 'error',
} as const

export const rule: Rule = {
  ...about,
  inputs: ['connections', 'services', 'snapshot'],
  dependsOn: ['address-family-mismatch', 'fqdn-slice-ignored'],
  find: ({ connections, services, snapshot }) => {
    const misdirected = misdirectedEndpoints(snapshot)
    return services
      .filter((service) => service.type !== 'ExternalName' && service.endpoints.length === 0)
      .flatMap((service) => {
        const meant = misdirected.filter((found) => found.service.object === service.object)
        if (meant.some((found) => found.why !== 'not-mirrored')) return []
        return [{ ...explain(service, meant), ...sufferers(connections, service) }]
      })
  },
}

function explain(service: ExternalService, meant: readonly MisdirectedEndpoint[]): Found {
  const subject = serviceSubject(service)
  const [endpoints] = meant
  const label = `kubernetes.io/service-name=${service.name}`
  const cause = endpoints
    ? `an Endpoints object of its name holds ${[...new Set(meant.map(({ endpoint }) => endpoint.address))].join(', ')}, but no EndpointSlice was made of it (${whyNot(endpoints)}), and kube-proxy and cluster DNS read slices alone`
    : `it has no selector, and no EndpointSlice carries the label ${label}`
  const advice = endpoints
    ? 'Write the EndpointSlice yourself; Endpoints are deprecated.'
    : 'Write an EndpointSlice with that label and the address of the server.'
  return findingAbout({
    rule: about,
    subject,
    at: { stage: 0, namespace: null },
    message: `${subjectText(subject)} has no endpoint: ${cause}, so ${withoutEndpoint(service)}. ${advice}`,
    evidence: [
      ...(endpoints ? [sourceEvidence(endpoints.source)] : []),
      serviceEvidence(service),
      { kind: 'object', text: `no EndpointSlice in ${service.namespace} with label ${label}` },
    ],
    checks: [
      kubectlGet('endpointslices', service.namespace, '-l', label),
      kubectlGet('endpoints', service.namespace, service.name),
    ],
    fixes: [endpoints ? copyOf(service, meant) : writeOne(service)],
    position: wiringPosition,
  })
}

/** Labels of the mirroring controller (pkg/controller/endpointslicemirroring). */
function whyNot({ source }: MisdirectedEndpoint): string {
  const { labels = {}, annotations } = source.object.metadata
  if (labels['endpointslice.kubernetes.io/skip-mirror'] === 'true')
    return 'its label endpointslice.kubernetes.io/skip-mirror forbids it'
  const isLock =
    typeof annotations === 'object' && annotations !== null && 'control-plane.alpha.kubernetes.io/leader' in annotations
  return isLock ? 'its leader annotation forbids it' : 'is kube-controller-manager running?'
}

function copyOf(service: ExternalService, meant: readonly MisdirectedEndpoint[]): Fix {
  const slices = slicesFor(
    service,
    meant.map(({ endpoint }) => endpoint),
  )
  return createSlices('Make an EndpointSlice with the same addresses', slices)
}

function writeOne(service: ExternalService): Fix {
  return {
    title: 'Write an EndpointSlice for it',
    reversible: true,
    widens: [],
    actions: [
      {
        kind: 'manual',
        where: 'cluster',
        text: `Write an EndpointSlice in namespace ${service.namespace} with the label kubernetes.io/service-name=${service.name}, the address of the server, and the ports ${service.ports.map((port) => `${port.name || '(no name)'} ${typeof port.targetPort === 'number' ? port.targetPort : port.port}`).join(', ')}.`,
      },
    ],
  }
}
