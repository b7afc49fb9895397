// The pod's route leads to a gateway address that nobody on its link has.

import { findRoute } from '../../trace/facts/find-fact.ts'
import { evidenceOf } from '../finding-about.ts'
import { ipCommand } from '../ip-command.ts'
import { nextHopFor, viaWords } from '../next-hop-for.ts'
import { opening } from '../opening.ts'
import { endsIn } from '../packet-at.ts'
import { pathRule } from '../path-rule.ts'

export const rule = pathRule({
  name: 'pod-gateway-dead',
  title: 'Nobody answers for the gateway of the pod',
  stage: 1,
  inputs: ['connections', 'snapshot', 'network'],
  dependsOn: ['pod-link-down'],
  explains: 'client',
  explain: (failing, { snapshot, network }) => {
    const { reason, at, evidence } = failing.verdict
    if (reason.kind !== 'neighbour-unanswered' || !reason.asGateway || !endsIn(snapshot, failing, 'pod')) return null
    const pod = at.namespace ?? ''
    const hop = nextHopFor(network, pod, reason.address)
    const route = reason.route === null ? null : findRoute(snapshot, reason.route)
    const right = hop && hop.gateway !== reason.address ? hop : null
    const destination = !route || /^(0\.0\.0\.0|::)\/0$/.test(route.destination) ? 'default' : route.destination
    const words = right ? ['route', 'replace', destination, ...viaWords(network, pod, right)] : null
    const node = right ? ` Its node is ${right.gateway}.` : ''
    return {
      message: `${opening(failing)}: the route of pod ${pod} leads to ${reason.address} by ${reason.link}, and nobody there answers for that address.${node} Delete the pod so that its CNI plugin sets it up anew, or correct the route.`,
      evidence: [
        ...evidenceOf(snapshot, evidence),
        { kind: 'neighbour', text: `${reason.address} dev ${reason.link} FAILED` },
      ],
      checks: [
        { where: pod, argv: ipCommand(reason.address, 'route', 'show') },
        { where: pod, argv: ipCommand(reason.address, 'neigh', 'show', reason.address) },
      ],
      fixes: words
        ? [
            {
              title: "Lead the pod's route to its node",
              reversible: true,
              widens: [],
              actions: [{ kind: 'exec', where: pod, argv: ipCommand(reason.address, ...words) }],
            },
          ]
        : [],
    }
  },
})
