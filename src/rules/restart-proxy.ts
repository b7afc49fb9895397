// Starting kube-proxy anew on a node: it reads all Services and writes its rules from nothing.
import type { Check, Evidence, Fix } from '../model/finding.ts'
import type { ProxyLag } from './proxy-lag.ts'

export function restartProxy(node: string): Fix {
  return {
    title: 'Start kube-proxy anew there',
    reversible: true,
    widens: [],
    actions: [
      {
        kind: 'manual',
        where: 'cluster',
        text: `Run: kubectl -n kube-system delete pod -l k8s-app=kube-proxy --field-selector spec.nodeName=${node} (where it is a part of the node's own process, as in k3s: restart that).`,
      },
    ],
  }
}

/** `wanted`: a ClusterIP, or the name of a chain. */
export function proxyChecks(node: string, wanted: string): Check[] {
  const family = wanted.includes(':') ? 'ip6' : 'ip'
  return [
    {
      where: node,
      argv: ['sh', '-c', `${family}tables-save -t nat | grep -F ${wanted}; nft list table ${family} kube-proxy`],
    },
    {
      where: 'cluster',
      argv: ['kubectl', '-n', 'kube-system', 'get', 'pods', '-o', 'wide', '-l', 'k8s-app=kube-proxy'],
    },
    {
      where: 'cluster',
      argv: ['kubectl', '-n', 'kube-system', 'logs', '-l', 'k8s-app=kube-proxy', '--prefix', '--tail', '50'],
    },
  ]
}

export function podEvidence(pod: ProxyLag['pod']): Evidence[] {
  return pod ? [{ kind: 'object', text: `Pod ${pod.name}: ${pod.ready ? 'Ready' : 'not Ready'}` }] : []
}
