// ExternalName Services whose target no name server knows: what the clients' answers say of it.
import type { Connection } from '../model/connection.ts'
import type { ExternalService } from '../model/external-service.ts'
import type { Evidence } from '../model/finding.ts'
import type { NameMeasurement, NameQuery } from '../model/measurement.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { answerText } from './dns-disagreement.ts'

/** Names that a container engine or a tool of local clusters gives to the host that it runs on; on Linux mostly nobody answers them. */
export const hostAliases: ReadonlyMap<string, string> = new Map([
  ['host.docker.internal', 'only Docker Desktop answers it'],
  ['gateway.docker.internal', 'only Docker Desktop answers it'],
  ['kubernetes.docker.internal', 'only Docker Desktop answers it'],
  ['docker.for.mac.localhost', 'only old Docker Desktops answered it'],
  ['docker.for.mac.host.internal', 'only old Docker Desktops answered it'],
  ['docker.for.win.localhost', 'only old Docker Desktops answered it'],
  ['host.containers.internal', 'only Podman gives it, and to its own containers alone'],
  [
    'host.k3d.internal',
    'k3d writes it into the Corefile when it starts a cluster, and it is lost when that is replaced',
  ],
  ['host.minikube.internal', "minikube writes it into the Corefile and the node's hosts file"],
  ['host.lima.internal', 'only a Lima machine answers it'],
  ['host.rancher-desktop.internal', 'only Rancher Desktop answers it'],
  ['host.orb.internal', 'only OrbStack answers it'],
])

export function bareName(name: string): string {
  return name.toLowerCase().replace(/\.$/, '')
}

/** Clients for whom the alias is answered and nothing behind it. */
export interface UnresolvedTarget {
  readonly connection: Connection
  readonly asked: NameMeasurement
  /** The answer that holds the alias alone, or none of the two. */
  readonly query: NameQuery
}

/** A name behind an alias fails: cluster DNS answers with the alias and no address, or, for a name of its own, with nothing. */
export function unresolvedTargets(service: ExternalService, connections: readonly Connection[]): UnresolvedTarget[] {
  return connections.flatMap((connection) => {
    const { asked } = connection
    const isOwn = connection.service?.namespace === service.namespace && connection.service.name === service.name
    if (!isOwn || !asked || asked.outcome === 'resolved' || connection.hypothetical) return []
    const own = `${service.name}.${service.namespace}.`
    const query = asked.queries.find(
      (candidate) => candidate.query.toLowerCase().startsWith(own) && candidate.rcode === 'NOERROR',
    )
    const addresses = asked.queries
      .flatMap(({ answers }) => answers)
      .filter(({ type }) => type === 'A' || type === 'AAAA')
    return query && addresses.length === 0 ? [{ connection, asked, query }] : []
  })
}

/** What the target itself was answered with when a client asked for it alone. */
export function targetQuery(snapshot: Snapshot, from: string, target: string): NameQuery | null {
  const wanted = bareName(target)
  return (
    snapshot.nameMeasurements
      .filter((measurement) => measurement.from === from && bareName(measurement.name) === wanted)
      .flatMap(({ queries }) => queries)
      .find((query) => bareName(query.query) === wanted && query.rcode !== null) ?? null
  )
}

/** The upstream resolver failed, which is no word about the name. */
export function upstreamFailed(snapshot: Snapshot, from: string, target: string): boolean {
  const rcode = targetQuery(snapshot, from, target)?.rcode
  return rcode === 'SERVFAIL' || rcode === 'REFUSED'
}

export function queryEvidence(query: NameQuery): Evidence {
  return { kind: 'dns', text: `${query.query} ${query.type} from ${query.server}: ${answerText(query)}` }
}
