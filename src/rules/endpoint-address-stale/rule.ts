// An endpoint's address belonged to a container that Docker has given another one since.
import { parseAddress, parsePrefix, prefixContains } from '../../trace/address.ts'
import { endpointsObjects } from '../../trace/services/service-objects.ts'
import { containerAddresses, networkAt } from '../docker-facts.ts'
import { isNamedFor } from '../named-for.ts'
import { objectCause } from '../object-cause.ts'
import { opening } from '../opening.ts'
import { putInSlice } from '../put-in-slice.ts'
import { kubectlGet, sourceEvidence, sourceName } from '../wired-service.ts'

export const rule = objectCause({
  name: 'endpoint-address-stale',
  title: "The endpoint's address is no longer its container's",
  inputs: ['connections', 'services', 'snapshot'],
  explain: (failing, { services, snapshot }) => {
    const { reason } = failing.verdict
    const { service: dialled } = failing.connection
    if (reason.kind !== 'neighbour-unanswered' || reason.asGateway || failing.direction === 'reply') return null
    const service = services.find((one) => one.namespace === dialled?.namespace && one.name === dialled.name)
    const endpoint = service?.endpoints.find(({ address }) => address === reason.address)
    const slice = endpointsObjects(snapshot).find((source) => source.fact === endpoint?.fact)
    const network = networkAt(snapshot, (subnet) => isIn(reason.address, subnet))
    if (!service || !slice || network === null) return null
    const containers = containerAddresses(snapshot).filter(
      (one) => one.network === network && sameFamily(one.address, reason.address),
    )
    if (containers.some(({ address }) => address === reason.address)) return null
    const meant = containers.filter(({ name }) => isNamedFor(name, service.name))
    const [container] = meant
    if (!container || meant.length !== 1) return null
    return {
      message: `${opening(failing)}: ${sourceName(slice)} names ${reason.address}, which nobody on Docker network ${network} has any more; container ${container.name} has ${container.address} there now. Docker gives a container an address when it starts, perhaps another one each time. Correct the slice, and give the container a fixed address (ipv4_address) or publish its port on the host.`,
      evidence: [
        sourceEvidence(slice),
        { kind: 'container', text: `${container.name}: ${container.network} ${container.address}` },
        { kind: 'neighbour', text: `${reason.address} dev ${reason.link} FAILED` },
      ],
      checks: [
        kubectlGet('endpointslices', service.namespace, slice.name, '-o', 'wide'),
        { where: 'host', argv: ['docker', 'inspect', '-f', '{{json .NetworkSettings.Networks}}', container.name] },
      ],
      fixes: [putInSlice(slice, reason.address, container.address)],
    }
  },
})

function isIn(text: string, subnet: string): boolean {
  const address = parseAddress(text)
  const prefix = parsePrefix(subnet)
  return address !== null && prefix !== null && prefixContains(prefix, address)
}

function sameFamily(one: string, other: string): boolean {
  return one.includes(':') === other.includes(':')
}
