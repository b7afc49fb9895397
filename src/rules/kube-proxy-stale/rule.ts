// kube-proxy's rules on a node are older than the objects: they lead to an endpoint that is none any more, or refuse for want of one.

import { endpointsObjects } from '../../trace/services/service-objects.ts'
import { evidenceOf, findingAbout } from '../finding-about.ts'
import { laggingFinding, laggingWays } from '../proxied-ways.ts'
import type { ProxyLag } from '../proxy-lag.ts'
import { podEvidence, proxyChecks, restartProxy } from '../restart-proxy.ts'
import type { Rule } from '../rule.ts'
import { sourceEvidence } from '../wired-service.ts'

const about = {
  name: 'kube-proxy-stale',
  title: 'kube-proxy has not brought its rules into step with the objects',
  stage: 4,
  severity: 'error',
} as const

export const rule: Rule = {
  ...about,
  inputs: ['connections', 'snapshot'],
  dependsOn: [],
  find: ({ connections, snapshot }) =>
    laggingWays({ connections, snapshot }).flatMap((way) => {
      const { lag, connection } = way
      // No rule at all is what a kube-proxy that does not run leaves; one that runs is late.
      if (lag.kind === 'no-rule' && !lag.pod?.ready) return []
      const { opening, ...where } = laggingFinding(way)
      const facts = new Set(lag.service.endpoints.map(({ fact }) => fact))
      return [
        findingAbout({
          rule: about,
          ...where,
          message: `${opening}: ${found(lag, connection.to.address ?? '')}, and the Service's slices lead to ${lag.wanted.join(', ')}. kube-proxy on ${lag.node.name} has not brought its rules into step${lag.pod && !lag.pod.ready ? `, and its pod ${lag.pod.name} is not ready` : ''}. Look at its log, and start it anew.`,
          evidence: [
            ...(lag.fact === null
              ? [
                  {
                    kind: 'chain' as const,
                    text: `no rule of kube-proxy on ${lag.node.name} for ${connection.to.address}`,
                  },
                ]
              : evidenceOf(snapshot, [lag.fact])),
            ...endpointsObjects(snapshot)
              .filter((source) => facts.has(source.fact))
              .map(sourceEvidence),
            ...podEvidence(lag.pod),
          ],
          checks: proxyChecks(lag.node.name, connection.to.address ?? ''),
          fixes: [restartProxy(lag.node.name)],
        }),
      ]
    }),
}

function found({ kind, node, got }: ProxyLag, clusterIp: string): string {
  switch (kind) {
    case 'old-endpoint':
      return `${node.name} translates ${clusterIp} to ${got}, which is no endpoint of it`
    case 'no-endpoint':
      return `${node.name} refuses ${clusterIp} as if it had no endpoint`
    case 'no-rule':
      return `${node.name} has no rule for ${clusterIp}`
    default:
      return kind satisfies never
  }
}
