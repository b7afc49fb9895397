// The pods of the practice network: addresses and routes as the CNI plugin of their node sets them, DNS as kubelet does.
import { clusterDnsAddress, clusterDomain, nodes, type PodAddress, pods } from './addresses.ts'
import { nodeResolvConf } from './nodes.ts'
import { containerSysctls } from './sysctls.ts'
import type { LabNamespace } from './topology.ts'

export const podNamespaces: readonly LabNamespace[] = pods.map((pod) => ({
  name: `${pod.namespace}/${pod.name}`,
  role: 'pod',
  node: pod.node,
  sysctls: containerSysctls,
  ip: pod.node === 'node-1' ? bridgedLink(pod) : pointToPointLink(pod),
  bridge: [],
  iptables: [],
  ip6tables: [],
  resolvConf: pod.name === 'coredns' ? nodeResolvConf : podResolvConf(pod.namespace),
  hosts: [
    '# Kubernetes-managed hosts file.',
    '127.0.0.1\tlocalhost',
    '::1\tlocalhost ip6-localhost ip6-loopback',
    'fe00::0\tip6-localnet',
    'fe00::0\tip6-mcastprefix',
    'fe00::1\tip6-allnodes',
    'fe00::2\tip6-allrouters',
    `${pod.address}\t${pod.name}`,
    `${pod.address6}\t${pod.name}`,
    '',
  ].join('\n'),
}))

function podResolvConf(namespace: string): string {
  return [
    `search ${namespace}.svc.${clusterDomain} svc.${clusterDomain} ${clusterDomain}`,
    `nameserver ${clusterDnsAddress}`,
    'options ndots:5',
    '',
  ].join('\n')
}

function bridgedLink(pod: PodAddress): string[] {
  const { podBlock, podBlock6 } = nodes[pod.node]
  return [
    `addr add ${pod.address}/24 brd + dev eth0`,
    `addr add ${pod.address6}/64 dev eth0 nodad`,
    'link set eth0 up',
    `route add default via ${podBlock}.1 dev eth0`,
    `route add default via ${podBlock6}::1 dev eth0`,
  ]
}

/** The ptp plugin takes the connected route away, so that every packet goes by the node (plugins/main/ptp/ptp.go). */
function pointToPointLink(pod: PodAddress): string[] {
  const { podBlock, podBlock6 } = nodes[pod.node]
  return [
    `addr add ${pod.address}/24 brd + dev eth0`,
    `addr add ${pod.address6}/64 dev eth0 nodad`,
    'link set eth0 up',
    `route del ${podBlock}.0/24 dev eth0`,
    `route add ${podBlock}.1/32 dev eth0 scope link src ${pod.address}`,
    `route add ${podBlock}.0/24 via ${podBlock}.1 dev eth0 src ${pod.address}`,
    `route add default via ${podBlock}.1 dev eth0`,
    `route del ${podBlock6}::/64 dev eth0`,
    `route add ${podBlock6}::1/128 dev eth0 src ${pod.address6}`,
    `route add ${podBlock6}::/64 via ${podBlock6}::1 dev eth0 src ${pod.address6}`,
    `route add default via ${podBlock6}::1 dev eth0`,
  ]
}
