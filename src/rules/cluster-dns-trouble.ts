// Whether cluster DNS itself is gone: no ready endpoint behind its Service, or no server at its endpoint.
import type { Evidence } from '../model/finding.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { findNamespace } from '../trace/facts/find-fact.ts'
import { endpointsObjects, endpointsOf } from '../trace/services/service-objects.ts'
import type { UnansweredClient } from './cluster-dns-way.ts'
import { endText } from './packet-at.ts'

export interface DnsTrouble {
  readonly kind: 'no-endpoint' | 'no-server'
  /** Its pod, where there is one. */
  readonly namespace: string | null
  readonly text: string
  readonly evidence: readonly Evidence[]
}

export function dnsTrouble({ service, failing }: UnansweredClient, snapshot: Snapshot): DnsTrouble | null {
  if (service) {
    const slices = endpointsObjects(snapshot).filter(
      (slice) =>
        slice.kind === 'EndpointSlice' && slice.namespace === service.namespace && slice.service === service.name,
    )
    if (!slices.flatMap(endpointsOf).some((endpoint) => endpoint.ready)) {
      const text = `Service ${service.namespace}/${service.name} has no ready endpoint`
      return { kind: 'no-endpoint', namespace: null, text, evidence: [{ kind: 'object', text }] }
    }
  }
  const { reason, at } = failing?.verdict ?? {}
  if (reason?.kind !== 'nothing-listens' || !at?.namespace) return null
  if (findNamespace(snapshot, at.namespace)?.role !== 'pod') return null
  const end = endText(reason.address, reason.port)
  return {
    kind: 'no-server',
    namespace: at.namespace,
    text: `in its pod ${at.namespace} no server listens on ${end}`,
    evidence: [{ kind: 'socket', text: `no UNCONN socket on ${end}` }],
  }
}
