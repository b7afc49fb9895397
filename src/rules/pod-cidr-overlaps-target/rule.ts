// The target's address lies in the range that the cluster gives to its pods, so no node sends its packets out.
import { evidenceOf } from '../finding-about.ts'
import { hostPrefix, ipCommand } from '../ip-command.ts'
import { opening } from '../opening.ts'
import { pathRule } from '../path-rule.ts'
import { overlappingTarget } from './overlapping-target.ts'

export const rule = pathRule({
  name: 'pod-cidr-overlaps-target',
  title: "The target's address is one of the cluster's pod addresses",
  stage: 2,
  inputs: ['connections', 'snapshot'],
  explainsAstray: true,
  explain: (failing, { snapshot }) => {
    const found = overlappingTarget(failing, snapshot)
    const node = failing.connection.from.node
    if (!found || node === null) return null
    const { address, owner, podCidr } = found
    const step = failing.hops
      .filter((hop) => hop.namespace === node)
      .flatMap((hop) => hop.steps)
      .findLast((one) => one.kind === 'route' && one.destination === address)
    const route = step?.kind === 'route' ? step : null
    const way = route?.link ? ` by ${route.link}` : ''
    return {
      at: { stage: 2, namespace: node },
      message: `${opening(failing)}: ${address} of ${owner} lies in ${podCidr}, the range of the cluster's pods, so ${node} looks for it among the pods${way} and no packet leaves for ${owner}. Two networks with the same addresses cannot reach each other: give one of them another range.`,
      evidence: [
        { kind: 'network', text: `pod CIDR ${podCidr} holds ${address}, which ${owner} has` },
        ...(route?.fact ? evidenceOf(snapshot, [route.fact]) : []),
      ],
      checks: [
        { where: node, argv: ipCommand(address, 'route', 'get', address) },
        {
          where: 'cluster',
          argv: ['kubectl', 'get', 'nodes', '-o', 'custom-columns=NAME:.metadata.name,PODS:.spec.podCIDRs'],
        },
      ],
      fixes: [
        {
          title: 'Give the cluster, or the other network, another range',
          reversible: false,
          widens: [],
          actions: [
            {
              kind: 'manual',
              where: 'cluster',
              text: `Make the cluster anew with another pod range (kind: networking.podSubnet), or give ${owner} an address outside ${podCidr}. As a stopgap, and only while no pod gets that address: a route for ${hostPrefix(address)} by the way out on every node.`,
            },
          ],
        },
      ],
    }
  },
})
