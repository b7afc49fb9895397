// kube-proxy does not work on a node: it wrote no rule for a Service, or none at all, and nothing there translates a ClusterIP.
import type { Namespace } from '../../model/namespace.ts'
import { findingAbout } from '../finding-about.ts'
import { type LaggingWay, laggingFinding, laggingWays } from '../proxied-ways.ts'
import { isWithoutProxy, type ProxyLag } from '../proxy-lag.ts'
import { podEvidence, proxyChecks, restartProxy } from '../restart-proxy.ts'
import type { Found, Rule } from '../rule.ts'
import { serviceEvidence } from '../wired-service.ts'

const about = {
  name: 'kube-proxy-down',
  title: 'kube-proxy does not work on the node',
  stage: 4,
  severity: 'error',
} as const

export const rule: Rule = {
  ...about,
  inputs: ['connections', 'snapshot'],
  dependsOn: [],
  explains: 'client',
  find: ({ connections, snapshot }) =>
    laggingWays({ connections, snapshot })
      .filter(({ lag }) => lag.kind === 'no-rule' && !lag.pod?.ready)
      .map((way) => (isWithoutProxy(way.lag.node) ? ofNode(way) : ofService(way))),
}

function ofService(way: LaggingWay): Found {
  const { lag, connection } = way
  const { opening, ...where } = laggingFinding(way)
  const clusterIp = connection.to.address ?? ''
  return findingAbout({
    rule: about,
    ...where,
    message: `${opening}: ${lag.node.name} has no rule for ${clusterIp}, so packets to it ${lag.fact === null ? 'leave the node untranslated, for an address that no machine has' : 'are stopped there like those to an address of nobody'}; the Service's slices lead to ${lag.wanted.join(', ')}. ${state(lag.pod, lag.node)} Look why, and start it anew.`,
    evidence: [
      { kind: 'chain', text: `no rule of kube-proxy on ${lag.node.name} for ${clusterIp}` },
      serviceEvidence(lag.service),
      ...podEvidence(lag.pod),
    ],
    checks: proxyChecks(lag.node.name, clusterIp),
    fixes: [restartProxy(lag.node.name)],
  })
}

/** Cluster DNS has a ClusterIP as well: no name resolves there either. */
function ofNode(way: LaggingWay): Found {
  const { lag } = way
  const { affects, at } = laggingFinding(way)
  return findingAbout({
    rule: about,
    subject: { kind: 'Node', namespace: null, name: lag.node.name, port: null },
    at,
    affects,
    message: `No Service can be reached from ${lag.node.name}: it has no rule of kube-proxy for any, so a packet to a ClusterIP, that of cluster DNS among them, leaves the node untranslated, for an address that no machine has. ${state(lag.pod, lag.node)} Look why, and start it anew.`,
    evidence: [
      { kind: 'chain', text: `no rule of kube-proxy on ${lag.node.name} for any Service` },
      ...podEvidence(lag.pod),
    ],
    checks: proxyChecks(lag.node.name, 'KUBE-SERVICES'),
    fixes: [restartProxy(lag.node.name)],
    position: 0,
  })
}

function state(pod: ProxyLag['pod'], { name }: Namespace): string {
  return pod
    ? `kube-proxy's pod ${pod.name} is not ready.`
    : `kube-proxy does not run on ${name}, or hears nothing from the API server.`
}
