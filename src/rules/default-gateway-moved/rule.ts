// The node's default route leads to a machine that is there and forwards nothing.
import type { Route } from '../../model/namespace.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { findNamespace, findRoute } from '../../trace/facts/find-fact.ts'
import type { FailingPath } from '../failing-paths.ts'
import { evidenceOf } from '../finding-about.ts'
import { ipCommand } from '../ip-command.ts'
import { nextHopFor, viaWords } from '../next-hop-for.ts'
import { opening } from '../opening.ts'
import { endsIn, packetAt, placeOf } from '../packet-at.ts'
import { pathRule } from '../path-rule.ts'

export const rule = pathRule({
  name: 'default-gateway-moved',
  title: "The node's default route leads to a machine that forwards nothing",
  stage: 5,
  inputs: ['connections', 'snapshot', 'network'],
  explain: (failing, { snapshot, network }) => {
    const { reason } = failing.verdict
    // A node or the host that does not forward is forwarding-off: they should.
    if (reason.kind !== 'forwarding-off' || !endsIn(snapshot, failing, 'container', 'lan')) return null
    const sent = defaultRouteTaken(snapshot, failing)
    if (!sent) return null
    const { node, route, fact } = sent
    const { destination } = packetAt(failing)
    const wrong = failing.verdict.at.namespace ?? ''
    const hop = nextHopFor(network, node, destination)
    const other = hop && hop.gateway !== route.gateway ? hop : null
    const advice = other ? `Lead it to ${other.gateway}, the gateway of its network` : 'Lead it to a router'
    return {
      at: { stage: 5, namespace: node },
      message: `${opening(failing)}: the default route of ${node} leads to ${route.gateway}, which is ${wrong} and forwards nothing, so what the node sends to ${destination} vanishes there without an answer. ${advice}.`,
      evidence: evidenceOf(snapshot, [fact, reason.sysctl]),
      checks: [
        { where: node, argv: ipCommand(destination, 'route', 'show', 'default') },
        { where: node, argv: ipCommand(destination, 'route', 'get', destination) },
      ],
      fixes: other
        ? [
            {
              title: "Lead the node's default route to its network's gateway",
              reversible: true,
              widens: [],
              actions: [
                {
                  kind: 'exec',
                  where: node,
                  argv: ipCommand(destination, 'route', 'replace', 'default', ...viaWords(network, node, other)),
                },
              ],
            },
          ]
        : [],
    }
  },
})

/** Of the last machine that chose a route, when that is a node and the route is its default. */
function defaultRouteTaken(
  snapshot: Snapshot,
  failing: FailingPath,
): { node: string; route: Route; fact: string } | null {
  const taken = failing.hops.flatMap((hop) =>
    hop.steps.flatMap((step) => (step.kind === 'route' && step.fact !== null ? [{ hop, fact: step.fact }] : [])),
  )
  const last = taken.findLast(({ hop }) => hop.namespace !== failing.verdict.at.namespace)
  const route = last ? findRoute(snapshot, last.fact) : null
  if (!last || !route || findNamespace(snapshot, last.hop.namespace)?.role !== 'node') return null
  if (route.destination !== '0.0.0.0/0' && route.destination !== '::/0') return null
  // Where the way was followed past a missing route, another machine lies between.
  const addresses = placeOf(snapshot, failing)?.links.flatMap((link) => link.addresses) ?? []
  if (!addresses.some(({ address }) => address === route.gateway)) return null
  return { node: last.hop.namespace, route, fact: last.fact }
}
