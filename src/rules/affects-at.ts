// The clients of a Service that dial one of its endpoints, whether their connections come about or not.
import type { Connection } from '../model/connection.ts'
import type { ExternalService } from '../model/external-service.ts'
import type { Finding } from '../model/finding.ts'
import { affectsOf } from './finding-about.ts'

/** By the ClusterIP too: it leads there. */
export function affectsAt(
  connections: readonly Connection[],
  { namespace, name, clusterIps }: ExternalService,
  endpoint: string,
): Finding['affects'] {
  const own = connections.filter(
    ({ hypothetical, service, to }) =>
      !hypothetical &&
      service?.namespace === namespace &&
      service.name === name &&
      to.address !== null &&
      (to.address === endpoint || clusterIps.includes(to.address)),
  )
  return [...new Map(own.flatMap(affectsOf).map((client) => [client.from, client] as const)).values()]
}
