// Finds the Service that a client means by a name: the first one along its search list, whether the name is answered or not.
import type { ExpectedName } from '../../model/connection.ts'
import { UsageError } from '../../model/errors.ts'
import { nearestNames } from '../../model/nearest-names.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { type ServiceObject, serviceObjects } from '../../trace/services/service-objects.ts'

export function findService(snapshot: Snapshot, expected: ExpectedName): ServiceObject | null {
  const services = new Map(
    serviceObjects(snapshot).map((service) => [
      `${service.name}.${service.namespace}.svc.${snapshot.clusterDomain}.`.toLowerCase(),
      service,
    ]),
  )
  for (const { query } of expected.questions) {
    const found = services.get(query.toLowerCase())
    if (found) return found
  }
  return null
}

/** The port and protocol that a name without a port stands for. Throws UsageError. */
export function portOfService(service: ServiceObject, name: string): ServiceObject['ports'][number] {
  const [port, ...others] = service.ports
  if (port && others.length === 0) return port
  const label = `Service ${service.namespace}/${service.name}`
  if (!port) throw new UsageError(`${label} has no port. Say which one to dial: ${name}:PORT`)
  const all = service.ports.map((one) => `${one.name === '' ? '' : `${one.name} `}${one.port}/${one.protocol}`)
  throw new UsageError(
    `${label} has ${service.ports.length} ports: ${all.join(', ')}. Say which one to dial: ${name}:${port.port}`,
  )
}

/** Names of Services that may have been meant, as a client in that Kubernetes namespace would write them. */
export function servicesLike(snapshot: Snapshot, name: string, space: string): string[] {
  const known = serviceObjects(snapshot).map((service) =>
    service.namespace === space ? service.name : `${service.name}.${service.namespace}`,
  )
  return nearestNames(name.replace(/\.$/, ''), known)
}
