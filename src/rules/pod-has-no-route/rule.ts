// The pod's own routing table has no route to the address.
import type { Evidence } from '../../model/finding.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { findNamespace } from '../../trace/facts/find-fact.ts'
import { hasDefaultRoute } from '../has-default-route.ts'
import { ipCommand } from '../ip-command.ts'
import { nextHopFor, viaWords } from '../next-hop-for.ts'
import { opening } from '../opening.ts'
import { endsIn, familyOf, packetAt } from '../packet-at.ts'
import { pathRule } from '../path-rule.ts'

export const rule = pathRule({
  name: 'pod-has-no-route',
  title: 'The pod has no route to the address',
  stage: 1,
  inputs: ['connections', 'snapshot', 'network'],
  dependsOn: ['pod-link-down'],
  explains: 'client',
  explain: (failing, { snapshot, network }) => {
    const { verdict, direction } = failing
    if (verdict.reason.kind !== 'no-route' || direction === 'reply' || !endsIn(snapshot, failing, 'pod')) return null
    const pod = verdict.at.namespace ?? ''
    const { destination, source } = packetAt(failing)
    const hasDefault = hasDefaultRoute(snapshot, pod, destination)
    const hop = nextHopFor(network, pod, destination)
    const words = hop ? ['route', 'add', 'default', ...viaWords(network, pod, hop)] : null
    const usual = words ? ` A pod's default route leads to its node: ${hop?.gateway}.` : ''
    return {
      message: `${opening(failing)}: pod ${pod} has no route to ${destination}${hasDefault ? '' : ', not even a default route'}.${usual} Delete the pod so that its CNI plugin sets it up anew, or add the route.`,
      evidence: [
        { kind: 'route', text: hasDefault ? `no route to ${destination} in ${pod}` : `no default route in ${pod}` },
        ...routesOf(snapshot, pod, destination),
      ],
      checks: [
        { where: pod, argv: ipCommand(destination, 'route', 'get', destination) },
        { where: pod, argv: ipCommand(destination, 'route', 'show') },
      ],
      fixes: words
        ? [
            {
              title: 'Give the pod the default route that its CNI plugin gives every pod',
              reversible: true,
              widens: [
                {
                  source: source === '' ? pod : source,
                  destination: familyOf(destination) === 6 ? '::/0' : '0.0.0.0/0',
                  port: null,
                },
              ],
              actions: [{ kind: 'exec', where: pod, argv: ipCommand(destination, ...words) }],
            },
          ]
        : [],
    }
  },
})

function routesOf(snapshot: Snapshot, pod: string, destination: string): Evidence[] {
  const routes = findNamespace(snapshot, pod)?.routes ?? []
  return routes
    .filter((route) => route.family === familyOf(destination) && route.table === 'main')
    .map((route) => ({ kind: 'route', text: route.text }))
}
