// The two Kubernetes nodes of the practice network: one with a CNI bridge, one with kindnet-like links, VXLAN between them.
import { kindNetwork, macAddress, type NodeName, nodes, overlayMtuBytes, podCidrs, pods } from './addresses.ts'
import { nodeSysctls } from './sysctls.ts'
import type { LabNamespace } from './topology.ts'

export function node(name: NodeName, cniBridge: string): LabNamespace {
  const self = nodes[name]
  return {
    name,
    role: 'node',
    node: null,
    sysctls: nodeSysctls,
    ip: [
      `addr add ${self.address}/16 brd + dev eth0`,
      `addr add ${self.address6}/64 dev eth0 nodad`,
      'link set eth0 up',
      `route add default via ${kindNetwork.gateway} dev eth0`,
      `route add default via ${kindNetwork.gateway6} dev eth0`,
      ...(name === 'node-1' ? podBridge(cniBridge) : pointToPointLinks(name)),
      ...overlay(name, name === 'node-1' ? 'node-2' : 'node-1'),
    ],
    bridge: [overlayPeer(name === 'node-1' ? 'node-2' : 'node-1')],
    iptables: masqueradeRules(podCidrs[0]),
    ip6tables: masqueradeRules(podCidrs[1]),
    resolvConf: nodeResolvConf,
    hosts: `127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n${self.address}\t${name}\n${self.address6}\t${name}\n`,
  }
}

/** What kubelet gives to pods with dnsPolicy Default, cluster DNS among them. */
export const nodeResolvConf = `nameserver ${kindNetwork.gateway}\noptions ndots:0\n`

/** The node's end of a pod's cable. */
export function podLink(pod: string): string {
  return `veth-${pod}`
}

function podBridge(name: string): string[] {
  const self = nodes['node-1']
  return [
    `link add ${name} address ${macAddress('0a:58', `${self.podBlock}.1`)} mtu ${overlayMtuBytes} type bridge`,
    `addr add ${self.podBlock}.1/24 brd + dev ${name}`,
    `addr add ${self.podBlock6}::1/64 dev ${name} nodad`,
    `link set ${name} up`,
    ...podsOf('node-1').flatMap((pod) => [
      `link set ${podLink(pod.name)} master ${name} up`,
      // flannel's CNI configuration has hairpinMode: true.
      `link set ${podLink(pod.name)} type bridge_slave hairpin on`,
    ]),
  ]
}

/** As the ptp plugin that kindnet uses: the gateway's address on every link, and a route to each pod. */
function pointToPointLinks(name: NodeName): string[] {
  const self = nodes[name]
  return podsOf(name).flatMap((pod) => [
    `addr add ${self.podBlock}.1/32 dev ${podLink(pod.name)}`,
    `addr add ${self.podBlock6}::1/128 dev ${podLink(pod.name)} nodad`,
    `link set ${podLink(pod.name)} up`,
    `route add ${pod.address}/32 dev ${podLink(pod.name)} scope host`,
    `route add ${pod.address6}/128 dev ${podLink(pod.name)}`,
  ])
}

/** As flannel sets it up: no learning, the peers' addresses set by hand. IPv6 goes over the same tunnel. */
function overlay(name: NodeName, peer: NodeName): string[] {
  const self = nodes[name]
  const other = nodes[peer]
  return [
    `link add flannel.1 address ${overlayMac(name)} mtu ${overlayMtuBytes} type vxlan id 1 local ${self.address} dev eth0 dstport 8472 nolearning`,
    `addr add ${self.podBlock}.0/32 dev flannel.1`,
    `addr add ${self.podBlock6}::/128 dev flannel.1 nodad`,
    'link set flannel.1 up',
    `neigh add ${other.podBlock}.0 lladdr ${overlayMac(peer)} dev flannel.1 nud permanent`,
    `neigh add ${other.podBlock6}:: lladdr ${overlayMac(peer)} dev flannel.1 nud permanent`,
    `route add ${other.podBlock}.0/24 via ${other.podBlock}.0 dev flannel.1 onlink`,
    `route add ${other.podBlock6}::/64 via ${other.podBlock6}:: dev flannel.1 onlink`,
  ]
}

function overlayPeer(peer: NodeName): string {
  return `fdb add ${overlayMac(peer)} dev flannel.1 dst ${nodes[peer].address} self permanent`
}

function overlayMac(name: NodeName): string {
  return macAddress('ee:42', nodes[name].address)
}

/** As kindnetd writes it (cmd/kindnetd/masq.go): what leaves the cluster takes the node's address. */
function masqueradeRules(podCidr: string): string[] {
  return [
    '*nat',
    ':PREROUTING ACCEPT [0:0]',
    ':INPUT ACCEPT [0:0]',
    ':OUTPUT ACCEPT [0:0]',
    ':POSTROUTING ACCEPT [0:0]',
    ':KIND-MASQ-AGENT - [0:0]',
    '-A POSTROUTING -m addrtype ! --dst-type LOCAL -m comment --comment "kind-masq-agent: ensure nat POSTROUTING directs all non-LOCAL destination traffic to our custom KIND-MASQ-AGENT chain" -j KIND-MASQ-AGENT',
    `-A KIND-MASQ-AGENT -d ${podCidr} -m comment --comment "kind-masq-agent: local traffic is not subject to MASQUERADE" -j RETURN`,
    '-A KIND-MASQ-AGENT -m comment --comment "kind-masq-agent: outbound traffic is subject to MASQUERADE (must be last in chain)" -j MASQUERADE',
    'COMMIT',
  ]
}

function podsOf(name: NodeName): typeof pods {
  return pods.filter((pod) => pod.node === name)
}
