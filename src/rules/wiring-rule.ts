// Makes a rule out of endpoints that were meant for a Service and do not reach it: one finding a Service, or a port of it.
import type { Check, Evidence, Fix } from '../model/finding.ts'
import type { Snapshot } from '../model/snapshot.ts'
import {
  type MisdirectedEndpoint,
  type Misdirection,
  misdirectedEndpoints,
} from '../trace/services/misdirected-endpoints.ts'
import type { EndpointsObject, ServiceObject } from '../trace/services/service-objects.ts'
import { findingAbout } from './finding-about.ts'
import type { Found, Rule } from './rule.ts'
import { serviceSubject, sufferers } from './wired-service.ts'

export interface Miswiring {
  readonly service: ServiceObject
  /** For `other-port`. */
  readonly port: ServiceObject['ports'][number] | null
  /** Each object once, the first meant above all. */
  readonly source: EndpointsObject
  readonly sources: readonly EndpointsObject[]
  readonly found: readonly MisdirectedEndpoint[]
}

export interface WiringCause {
  readonly message: string
  readonly evidence: readonly Evidence[]
  readonly checks: readonly Check[]
  readonly fixes: readonly Fix[]
}

/** Met after the name servers and before any packet. */
export const wiringPosition = 500

export function wiringRule(
  name: string,
  title: string,
  why: Misdirection,
  explain: (wiring: Miswiring, snapshot: Snapshot) => WiringCause,
): Rule {
  const rule = { name, title, stage: 0 as const, severity: 'error' as const }
  return {
    ...rule,
    inputs: ['connections', 'services', 'snapshot'],
    dependsOn: [],
    find: ({ connections, services, snapshot }): Found[] => {
      const wanted = new Set(services.map((service) => service.object))
      return miswirings(misdirectedEndpoints(snapshot).filter((found) => found.why === why))
        .filter(({ service }) => wanted.has(service.object))
        .map((wiring) => {
          const { service, port } = wiring
          return findingAbout({
            rule,
            subject: serviceSubject(service, port?.port),
            at: { stage: 0, namespace: null },
            ...sufferers(connections, service, port?.port),
            ...explain(wiring, snapshot),
            position: wiringPosition,
          })
        })
    },
  }
}

function miswirings(found: readonly MisdirectedEndpoint[]): Miswiring[] {
  const groups = new Map<string, MisdirectedEndpoint[]>()
  for (const one of found) {
    const key = `${one.service.fact} ${one.port?.port ?? ''}`
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (!first) return []
    const sources = [...new Set(group.map((one) => one.source))]
    return [{ service: first.service, port: first.port, source: first.source, sources, found: group }]
  })
}
