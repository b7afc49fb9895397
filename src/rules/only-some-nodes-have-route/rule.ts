// Pods of one node reach the target by a route that this node lacks: it sends the packets on by a wider one, and they are lost.
import { evidenceOf } from '../finding-about.ts'
import { ipCommand } from '../ip-command.ts'
import { opening } from '../opening.ts'
import { pathRule } from '../path-rule.ts'
import { routeOfOthers } from './route-of-others.ts'

export const rule = pathRule({
  name: 'only-some-nodes-have-route',
  title: 'Only some nodes have the route to the target',
  stage: 5,
  inputs: ['connections', 'snapshot'],
  explainsAstray: true,
  explain: (failing, { snapshot, connections }) => {
    const found = routeOfOthers(failing, snapshot, connections)
    if (!found) return null
    const { node, taken, takenFact, other, route, fact, address } = found
    return {
      at: { stage: 5, namespace: node },
      message: `${opening(failing)} from ${node}, and works from ${other}: ${other} has a route for ${address} (${route.text}), ${node} has none and sends it by ${taken.destination === '0.0.0.0/0' || taken.destination === '::/0' ? 'its default route' : taken.text}. Whether a client gets through depends on the node that its pod runs on. Give ${node} the same route.`,
      evidence: [
        { kind: 'route', text: `${node}: no route ${route.destination}` },
        ...evidenceOf(snapshot, [fact, takenFact]),
      ],
      checks: [node, other].map((where) => ({ where, argv: ipCommand(address, 'route', 'get', address) })),
      fixes: [
        {
          title: `Give ${node} the route of ${other}`,
          reversible: true,
          widens: [{ source: node, destination: route.destination, port: null }],
          actions: [
            {
              kind: 'exec',
              where: node,
              argv: ipCommand(address, 'route', 'add', route.destination, 'via', route.gateway ?? ''),
            },
          ],
        },
      ],
    }
  },
})
