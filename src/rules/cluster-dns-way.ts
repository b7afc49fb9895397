// A client whose questions cluster DNS does not answer: where the model says that they end.
import type { Connection } from '../model/connection.ts'
import type { NameQuery } from '../model/measurement.ts'
import type { Path, Verdict } from '../model/path.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { follow } from '../trace/follow.ts'
import { type ServiceObject, serviceObjects } from '../trace/services/service-objects.ts'
import type { FailingPath } from './failing-paths.ts'
import type { RuleFacts } from './rule.ts'

export interface UnansweredClient {
  readonly connection: Connection
  readonly query: NameQuery
  /** The Service whose ClusterIP the client asks; null when it asks something else. */
  readonly service: ServiceObject | null
  /** Where the question, or its answer, ends; null when the model lets both through. */
  readonly failing: FailingPath | null
}

/** One for every client. Those whose trouble stops their other packets in the same way are left out: that is named there. */
export function unansweredClients({
  snapshot,
  network,
  connections,
}: Pick<RuleFacts, 'snapshot' | 'network' | 'connections'>): UnansweredClient[] {
  const clients = new Map<string, UnansweredClient>()
  for (const connection of connections) {
    const { namespace } = connection.from
    const query = unanswered(connection)
    if (!query || clients.has(namespace)) continue
    const flow = { from: namespace, protocol: 'udp' as const, destination: query.server, destinationPort: 53 }
    const failing = follow(network, flow)
      .map((path) => failureOf(connection, path))
      .find((failure) => failure !== null)
    if (failing && stopsOthersToo(failing, connections)) continue
    clients.set(namespace, { connection, query, service: serviceAt(snapshot, query.server), failing: failing ?? null })
  }
  return [...clients.values()]
}

/** The first question of a failed name that got no answer. A stray answer beside it (a flow that conntrack still knew) changes nothing;
 *  a server that says that it failed does. */
export function unanswered({ asked }: Pick<Connection, 'asked'>): NameQuery | null {
  if (!asked || (asked.outcome !== 'EAI_AGAIN' && asked.outcome !== 'timeout')) return null
  if (asked.queries.some(({ rcode }) => rcode === 'SERVFAIL' || rcode === 'REFUSED')) return null
  return asked.queries.find(({ rcode }) => rcode === null) ?? null
}

function failureOf(connection: Connection, path: Path): FailingPath | null {
  const { verdict, hops, reply } = path
  if (verdict.kind !== 'delivered') return { connection, path, direction: 'request', hops, verdict }
  return reply && reply.verdict.kind !== 'delivered'
    ? { connection, path, direction: 'reply', hops: reply.hops, verdict: reply.verdict }
    : null
}

function stopsOthersToo({ connection, verdict }: FailingPath, connections: readonly Connection[]): boolean {
  return connections
    .filter((other) => other.from.namespace === connection.from.namespace)
    .flatMap((other) => [...other.paths, ...other.beyond])
    .flatMap((path) => [path.verdict, ...(path.reply ? [path.reply.verdict] : [])])
    .some((other) => isSameTrouble(other, verdict))
}

/** The same kind of end in the same namespace, by the same rule where it is a rule. */
function isSameTrouble(one: Verdict, other: Verdict): boolean {
  if (one.kind === 'delivered' || one.at.namespace !== other.at.namespace || one.reason.kind !== other.reason.kind)
    return false
  const byRule = 'rule' in one.reason || 'chain' in one.reason
  return !byRule || JSON.stringify(one.reason) === JSON.stringify(other.reason)
}

function serviceAt(snapshot: Snapshot, address: string): ServiceObject | null {
  return serviceObjects(snapshot).find((service) => service.clusterIps.includes(address)) ?? null
}
