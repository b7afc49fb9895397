// The chosen route leads to a next hop that nobody on the link answers for.

import { findRoute } from '../../trace/facts/find-fact.ts'
import { evidenceOf } from '../finding-about.ts'
import { deleteRoute, ipCommand } from '../ip-command.ts'
import { isPodAddressOutside } from '../is-pod-address-outside.ts'
import { nextHopFor, viaWords } from '../next-hop-for.ts'
import { opening } from '../opening.ts'
import { endsIn, isStrayClusterIp, packetAt } from '../packet-at.ts'
import { pathRule } from '../path-rule.ts'

export const rule = pathRule({
  name: 'next-hop-dead',
  title: "Nobody answers for the route's next hop",
  stage: 5,
  inputs: ['connections', 'snapshot', 'network'],
  dependsOn: ['policy-routing-captures'],
  explain: (failing, { snapshot, network }) => {
    const { reason, at, evidence } = failing.verdict
    if (reason.kind !== 'neighbour-unanswered' || !reason.asGateway || reason.silent !== null) return null
    if (endsIn(snapshot, failing, 'pod') || isStrayClusterIp(snapshot, failing)) return null
    if (isPodAddressOutside(snapshot, failing)) return null
    const where = at.namespace ?? ''
    const { destination } = packetAt(failing)
    const route = reason.route === null ? null : findRoute(snapshot, reason.route)
    const hop = nextHopFor(network, where, destination)
    const other = hop && hop.gateway !== reason.address ? hop : null
    const advice = other
      ? `Lead the route to ${other.gateway}, which does answer`
      : 'Start that machine, or correct the route'
    return {
      message: `${opening(failing)}: the route of ${where} to ${destination} leads to ${reason.address} by ${reason.link}, and nobody there answers for that address. ${advice}.`,
      evidence: [
        ...evidenceOf(snapshot, evidence),
        { kind: 'neighbour', text: `${reason.address} dev ${reason.link} FAILED` },
      ],
      checks: [
        { where, argv: ipCommand(destination, 'route', 'get', destination) },
        { where, argv: ipCommand(reason.address, 'neigh', 'show', reason.address) },
      ],
      fixes:
        other && route
          ? [
              {
                title: 'Replace the dead next hop of this route',
                reversible: true,
                widens: [],
                actions: [
                  { kind: 'exec', where, argv: deleteRoute(route) },
                  {
                    kind: 'exec',
                    where,
                    argv: ipCommand(destination, 'route', 'add', route.destination, ...viaWords(network, where, other)),
                  },
                ],
              },
            ]
          : [],
    }
  },
})
