// A pod's hostPort, or a Service's nodePort, takes the target's port on a node's address before the target's own server gets it.
import { capturedFinding, capturedWays } from '../captured-target.ts'
import { evidenceOf, findingAbout } from '../finding-about.ts'
import { endText } from '../packet-at.ts'
import type { Rule } from '../rule.ts'

const about = {
  name: 'host-port-hijack',
  title: "A hostPort or nodePort takes the target's port",
  stage: 4,
  severity: 'error',
} as const

export const rule: Rule = {
  ...about,
  inputs: ['connections', 'snapshot'],
  dependsOn: [],
  find: ({ connections, snapshot }) =>
    capturedWays(connections, snapshot).flatMap((way) => {
      const { by, address, port, fact, node } = way.captured
      if (by.kind !== 'host-port' && by.kind !== 'node-port') return []
      const { opening, ...where } = capturedFinding(way)
      const holder = by.kind === 'host-port' ? by.pod : by.service
      const name = holder ? `${holder.kind} ${holder.metadata.namespace ?? 'default'}/${holder.metadata.name}` : 'a pod'
      const what = by.kind === 'host-port' ? 'hostPort' : 'nodePort'
      return [
        findingAbout({
          rule: about,
          ...where,
          message: `${opening}, as ${name} has ${what} ${port} there: the node translates it before any server of its own is asked. What listens on ${endText(address, port)} itself does not get it. Give one of the two another port.`,
          evidence: [
            ...evidenceOf(snapshot, [fact]),
            ...(holder ? [{ kind: 'object' as const, text: `${name}: ${what} ${port}` }] : []),
          ],
          checks: [
            { where: node, argv: ['sh', '-c', `iptables-save -t nat | grep -E 'CNI-(HOSTPORT|DN)|KUBE-NODEPORTS'`] },
            { where: 'cluster', argv: ['kubectl', 'get', 'pods,services', '-A', '-o', 'wide'] },
          ],
          fixes: [
            {
              title: `Give ${name} another ${what}`,
              reversible: true,
              widens: [],
              actions: [
                {
                  kind: 'manual',
                  where: 'cluster',
                  text: `Change ${what} ${port} of ${name} where it is made (in k3s, the load balancer of a Service: --disable servicelb or traefik), or let the target listen on another port and name that in the slice.`,
                },
              ],
            },
          ],
        }),
      ]
    }),
}
