// The node has no route to the target, so it cannot send on what its pods send.
import { hasDefaultRoute } from '../has-default-route.ts'
import { hostPrefix, ipCommand } from '../ip-command.ts'
import { nextHopFor, viaWords } from '../next-hop-for.ts'
import { opening } from '../opening.ts'
import { endsIn, familyOf, isStrayClusterIp, packetAt } from '../packet-at.ts'
import { pathRule } from '../path-rule.ts'

export const rule = pathRule({
  name: 'node-has-no-route',
  title: 'The node has no route to the target',
  stage: 5,
  inputs: ['connections', 'snapshot', 'network'],
  explain: (failing, { snapshot, network }) => {
    const { verdict } = failing
    if (verdict.reason.kind !== 'no-route' || !endsIn(snapshot, failing, 'node')) return null
    if (isStrayClusterIp(snapshot, failing)) return null
    const node = verdict.at.namespace ?? ''
    const { destination, source } = packetAt(failing)
    const hop = nextHopFor(network, node, destination)
    const hasDefault = hasDefaultRoute(snapshot, node, destination)
    const missing = hasDefault ? `no route of ${node} leads to ${destination}` : `${node} has no default route`
    const advice = hop ? ` Its way out is ${hop.gateway} by ${hop.link}: add the route.` : ' Add the route.'
    return {
      message: `${opening(failing)}: node ${node} has no route to ${destination}, and drops what its pods send there.${advice}`,
      evidence: [{ kind: 'route', text: missing }],
      checks: [
        { where: node, argv: ipCommand(destination, 'route', 'get', destination) },
        { where: node, argv: ipCommand(destination, 'route', 'show') },
      ],
      fixes: hop
        ? [
            {
              title: 'Give the node a route to this one address',
              reversible: true,
              widens: [{ source, destination, port: null }],
              actions: [
                {
                  kind: 'exec',
                  where: node,
                  argv: ipCommand(
                    destination,
                    'route',
                    'add',
                    hostPrefix(destination),
                    ...viaWords(network, node, hop),
                  ),
                },
              ],
            },
            ...(hasDefault
              ? []
              : [
                  {
                    title: 'Give the node its default route',
                    reversible: true,
                    widens: [{ source, destination: familyOf(destination) === 6 ? '::/0' : '0.0.0.0/0', port: null }],
                    actions: [
                      {
                        kind: 'exec' as const,
                        where: node,
                        argv: ipCommand(destination, 'route', 'add', 'default', ...viaWords(network, node, hop)),
                      },
                    ],
                  },
                ]),
          ]
        : [],
    }
  },
})
