// Docker has given the endpoint's address to another container since; the one that was meant has another address now.
import type { Endpoint, ExternalService } from '../../model/external-service.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { type EndpointsObject, endpointsObjects } from '../../trace/services/service-objects.ts'
import { affectsAt } from '../affects-at.ts'
import { containerAddresses } from '../docker-facts.ts'
import { findingAbout, subjectText } from '../finding-about.ts'
import { isCalled, isNamedFor } from '../named-for.ts'
import { putInSlice } from '../put-in-slice.ts'
import type { Rule } from '../rule.ts'
import { runningContainers, servesPort, startedAt } from '../running-containers.ts'
import { kubectlGet, serviceSubject, sourceEvidence, sourceName } from '../wired-service.ts'
import { wiringPosition } from '../wiring-rule.ts'

const about = {
  name: 'address-reused-by-another',
  title: "The endpoint's address belongs to another container now",
  stage: 0,
  severity: 'error',
} as const

export const rule: Rule = {
  ...about,
  inputs: ['connections', 'services', 'snapshot'],
  dependsOn: [],
  find: ({ connections, services, snapshot }) =>
    services.flatMap((service) =>
      service.endpoints.flatMap((endpoint) => {
        const slice = endpointsObjects(snapshot).find((source) => source.fact === endpoint.fact)
        const reuse = endpoint.ready && slice ? findReuse(snapshot, service, endpoint, slice) : null
        if (!reuse || !slice) return []
        const { network, has, meant } = reuse
        const { address } = endpoint
        const subject = serviceSubject(service)
        return [
          findingAbout({
            rule: about,
            subject,
            at: { stage: 0, namespace: null },
            affects: affectsAt(connections, service, address),
            message: `${subjectText(subject)} reaches the wrong machine: ${sourceName(slice)} names ${address}, which Docker has given to container ${has} on network ${network}; container ${meant.name} has ${meant.address} there now. Docker gives a container an address when it starts, perhaps another one each time. Correct the slice, and give the container a fixed address (ipv4_address) or publish its port on the host.`,
            evidence: [
              sourceEvidence(slice),
              { kind: 'container', text: `${has}: ${network} ${address}` },
              { kind: 'container', text: `${meant.name}: ${network} ${meant.address}` },
            ],
            checks: [
              kubectlGet('endpointslices', service.namespace, slice.name, '-o', 'wide'),
              { where: 'host', argv: ['docker', 'network', 'inspect', '-f', '{{json .Containers}}', network] },
            ],
            fixes: [putInSlice(slice, address, meant.address)],
            position: wiringPosition,
          }),
        ]
      }),
    ),
}

interface Reuse {
  readonly network: string
  readonly has: string
  readonly meant: { readonly name: string; readonly address: string }
}

/** Only where names leave no doubt: a Service may well lead to a container that is called otherwise. */
function findReuse(
  snapshot: Snapshot,
  service: ExternalService,
  { address, ports }: Endpoint,
  slice: EndpointsObject,
): Reuse | null {
  const given = containerAddresses(snapshot)
  const has = given.find((one) => one.address === address)
  if (!has || isNamedFor(has.name, service.name) || wasGivenBefore(snapshot, has.name, slice)) return null
  const called = given.filter(
    (one) => one.network === has.network && isCalled(one.name, service) && sameFamily(one.address, address),
  )
  const [meant] = called
  // Where the Service leads to the one that is called as it is as well, both are meant.
  if (!meant || called.length !== 1 || service.endpoints.some((other) => other.address === meant.address)) return null
  const container = runningContainers(snapshot).find(({ name }) => name === meant.name)
  const numbers = (service.type === 'ClusterIP' ? ports : service.ports).flatMap(({ port, protocol }) =>
    port === null ? [] : [{ port, protocol }],
  )
  const serves = container && numbers.some(({ port, protocol }) => servesPort(snapshot, container, port, protocol))
  return serves ? { network: has.network, has: has.name, meant } : null
}

/** Whoever wrote a slice after the container had started knew whose the address was. */
function wasGivenBefore(snapshot: Snapshot, container: string, { object }: EndpointsObject): boolean {
  // RFC 3339 in UTC both, of which seconds are all that Kubernetes keeps: as text in the order of time.
  const [started, written] = [startedAt(snapshot, container), String(object.metadata.creationTimestamp)]
  return started.endsWith('Z') && written.endsWith('Z') && started.slice(0, 19) < written.slice(0, 19)
}

function sameFamily(one: string, other: string): boolean {
  return one.includes(':') === other.includes(':')
}
