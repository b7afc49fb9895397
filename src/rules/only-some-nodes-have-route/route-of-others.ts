// A route to the target that another node has, and by which its pods get there, while this node sends the packet elsewhere.
import type { Connection } from '../../model/connection.ts'
import type { Route } from '../../model/namespace.ts'
import type { Path } from '../../model/path.ts'
import type { FactId, Snapshot } from '../../model/snapshot.ts'
import { parsePrefix } from '../../trace/address.ts'
import { findNamespace, findRoute } from '../../trace/facts/find-fact.ts'
import type { FailingPath } from '../failing-paths.ts'
import { reachedEndpoint } from '../reached-endpoint.ts'

export interface RouteOfOthers {
  /** The node without it, and the route by which it sends instead. */
  readonly node: string
  readonly taken: Route
  readonly takenFact: FactId
  readonly other: string
  readonly route: Route
  readonly fact: FactId
  readonly address: string
}

export function routeOfOthers(
  { connection, path, verdict }: FailingPath,
  snapshot: Snapshot,
  connections: readonly Connection[],
): RouteOfOthers | null {
  const here = routeAt({ connection, path }, snapshot)
  // What ends on the node itself is a matter of that node.
  if (!here || verdict.at.namespace === here.node || verdict.at.namespace === connection.from.namespace) return null
  for (const other of connections) {
    if (other.from.node === here.node || other.to.protocol !== connection.to.protocol) continue
    for (const way of other.paths) {
      const there = way.client.outcome === 'connected' ? routeAt({ connection: other, path: way }, snapshot) : null
      if (!there || there.address !== here.address || there.port !== here.port) continue
      const { gateway, type, destination } = there.route
      if (type !== 'unicast' || gateway === null || lengthOf(there.route) <= lengthOf(here.route)) continue
      if (findNamespace(snapshot, here.node)?.routes.some((route) => route.destination === destination)) continue
      return {
        node: here.node,
        taken: here.route,
        takenFact: here.fact,
        other: there.node,
        route: there.route,
        fact: there.fact,
        address: here.address,
      }
    }
  }
  return null
}

/** The route that the client's own node took for the endpoint. */
function routeAt({ connection, path }: { connection: Connection; path: Path }, snapshot: Snapshot) {
  const reached = reachedEndpoint(connection, path)
  const node = connection.from.node
  if (!reached || node === null || connection.from.namespace === node) return null
  const step = path.hops
    .filter((hop) => hop.namespace === node)
    .flatMap((hop) => hop.steps)
    .find((one) => one.kind === 'route' && one.destination === reached.address)
  const fact = step?.kind === 'route' ? step.fact : null
  const route = fact === null ? null : findRoute(snapshot, fact)
  return route && fact !== null ? { ...reached, node, route, fact } : null
}

function lengthOf({ destination }: Route): number {
  return parsePrefix(destination)?.length ?? 0
}
