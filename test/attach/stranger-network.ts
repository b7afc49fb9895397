// A network that Fairlead's own practice network does not resemble: other bridges, addresses, CNIs, kube-proxy modes and firewalls.
import type { NetworkPlan, PlannedCommand, PlannedListener } from '../oracle/network-plan.ts'
import { iptablesMode, nftablesMode } from './kube-proxy-rules.ts'
import {
  clusterBridge,
  composeBridge,
  dockerIptables,
  dockerNftables,
  firewalld,
  ufw,
  uplink,
} from './stranger-firewalls.ts'
import type { StrangerService } from './stranger-services.ts'

export type HostKind = 'firewalld' | 'ufw'

/** As the network file names them; a namespace of the kernel has the part behind the slash. */
export const pods = {
  'apps/front': { node: 'server-0', address: '10.42.0.15', address6: 'fd42:42::f' },
  'apps/worker': { node: 'server-0', address: '10.42.0.16', address6: 'fd42:42::10' },
  'batch/cron': { node: 'agent-0', address: '10.42.1.20', address6: 'fd42:42:0:1::14' },
  'kube-system/coredns-x7': { node: 'server-0', address: '10.42.0.5', address6: 'fd42:42::5' },
} as const
export const nodeAddresses = { 'server-0': '192.168.228.2', 'agent-0': '192.168.228.3' } as const

export const namespaces: NetworkPlan['namespaces'] = [
  { name: 'box', role: 'host', node: null },
  { name: 'server-0', role: 'node', node: null },
  { name: 'agent-0', role: 'node', node: null },
  { name: 'redis-1', role: 'container', node: null },
  { name: 'opensearch-1', role: 'container', node: null },
  { name: 'nas-box', role: 'lan', node: null },
  ...Object.entries(pods).map(([name, { node }]) => ({ name: shortName(name), role: 'pod' as const, node })),
]

export function shortName(name: string): string {
  return name.slice(name.indexOf('/') + 1)
}

export const listeners: readonly PlannedListener[] = [
  tcp('box', '0.0.0.0', 5432),
  tcp('box', '0.0.0.0', 5672),
  tcp('box', '0.0.0.0', 9200),
  tcp('box', '::', 7000),
  { namespace: 'box', protocol: 'udp', address: '0.0.0.0', port: 8125 },
  tcp('redis-1', '0.0.0.0', 6379),
  tcp('opensearch-1', '0.0.0.0', 9200),
  tcp('opensearch-1', '0.0.0.0', 9300),
  tcp('nas-box', '0.0.0.0', 8080),
  tcp('nas-box', '0.0.0.0', 5672),
]

function tcp(namespace: string, address: string, port: number): PlannedListener {
  return { namespace, protocol: 'tcp', address, port }
}

export function baseCommands(host: HostKind, services: readonly StrangerService[]): PlannedCommand[] {
  return [
    run('box', hostScript(host)),
    ...['redis-1', 'opensearch-1', 'nas-box'].map((name) => run(name, 'ip link set lo up')),
    run('redis-1', container('192.168.228.9/24', '192.168.228.1')),
    run('opensearch-1', container('172.17.0.7/16', '172.17.0.1')),
    run('nas-box', 'ip link set eth0 name eno1; ip addr add 10.20.30.50/24 dev eno1; ip link set eno1 up'),
    run('server-0', serverScript(services)),
    run('agent-0', agentScript(services)),
    ...Object.entries(pods).map(([name, pod]) => run(shortName(name), podScript(pod))),
  ]
}

export function run(namespace: string, script: string): PlannedCommand {
  return { namespace, argv: ['bash', '-ec', script] }
}

const forwards = setSysctls({
  'ipv4/ip_forward': 1,
  'ipv6/conf/all/forwarding': 1,
  'bridge/bridge-nf-call-iptables': 1,
  'bridge/bridge-nf-call-ip6tables': 1,
})

/** By their files: a small system has no tool sysctl. */
export function setSysctls(values: Readonly<Record<string, number>>): string {
  return Object.entries(values)
    .map(([key, value]) => `echo ${value} >/proc/sys/net/${key}`)
    .join('; ')
}

function hostScript(host: HostKind): string {
  return `ip link set lo up; ${forwards}
ip link add ${clusterBridge} type bridge; ip addr add 192.168.228.1/24 dev ${clusterBridge}; ip addr add fd42:89::1/64 dev ${clusterBridge} nodad
ip link add ${composeBridge} type bridge; ip addr add 172.17.0.1/16 dev ${composeBridge}
ip link set ${clusterBridge} up; ip link set ${composeBridge} up
${['server-0', 'agent-0', 'redis-1'].map((name) => `ip link add v-${name} type veth peer name eth0 netns ${name}; ip link set v-${name} master ${clusterBridge} up`).join('\n')}
ip link add v-search type veth peer name eth0 netns opensearch-1; ip link set v-search master ${composeBridge} up
ip link add ${uplink} type veth peer name eth0 netns nas-box; ip addr add 10.20.30.4/24 dev ${uplink}; ip link set ${uplink} up
ip route add default via 10.20.30.50
${host === 'firewalld' ? `${feed('nft -f -', firewalld)}\n${feed('iptables-restore', dockerIptables)}` : `${feed('nft -f -', dockerNftables)}\n${feed('iptables-restore', ufw)}`}`
}

/** The text goes in as it is: no shell looks into it. */
export function feed(command: string, text: string): string {
  return `${command} <<'END_OF_TEXT'\n${text}END_OF_TEXT`
}

function container(address: string, gateway: string): string {
  return `ip addr add ${address} dev eth0; ip link set eth0 up; ip route add default via ${gateway}`
}

/** A bridge as a bridge plugin makes it, kube-proxy in its nftables mode, routes to the other node as host-gw writes them. */
function serverScript(services: readonly StrangerService[]): string {
  const own = Object.entries(pods).filter(([, pod]) => pod.node === 'server-0')
  return `ip link set lo up; ${forwards}
ip addr add 192.168.228.2/24 dev eth0; ip addr add fd42:89::2/64 dev eth0 nodad; ip link set eth0 up
ip route add default via 192.168.228.1; ip -6 route add default via fd42:89::1
ip link add cbr0 type bridge; ip addr add 10.42.0.1/24 dev cbr0; ip addr add fd42:42::1/64 dev cbr0 nodad; ip link set cbr0 up
${own.map(([name]) => `ip link add cbr-${shortName(name).slice(0, 5)} type veth peer name eth0 netns ${shortName(name)}; ip link set cbr-${shortName(name).slice(0, 5)} master cbr0 up; bridge link set dev cbr-${shortName(name).slice(0, 5)} hairpin on`).join('\n')}
ip route add 10.42.1.0/24 via 192.168.228.3; ip -6 route add fd42:42:0:1::/64 via fd42:89::3
${feed('nft -f -', nftablesMode(services, { 4: '10.42.0.0/16', 6: 'fd42:42::/56' }))}
${feed('nft -f -', masqueradeTables)}`
}

const masqueradeTables = `table ip cni-masq {
  chain POSTROUTING {
    type nat hook postrouting priority srcnat + 1; policy accept;
    ip saddr 10.42.0.0/24 ip daddr != 10.42.0.0/16 counter masquerade
  }
}
table ip6 cni-masq {
  chain POSTROUTING {
    type nat hook postrouting priority srcnat + 1; policy accept;
    ip6 saddr fd42:42::/64 ip6 daddr != fd42:42::/56 counter masquerade
  }
}
`

/** As Calico: no bridge, the gateway 169.254.1.1 is nobody's, the node answers for it; pods leave by a routing table of their own. */
function agentScript(services: readonly StrangerService[]): string {
  const pod = pods['batch/cron']
  return `ip link set lo up; ${forwards}
ip addr add 192.168.228.3/24 dev eth0; ip addr add fd42:89::3/64 dev eth0 nodad; ip link set eth0 up
ip route add default via 192.168.228.1; ip -6 route add default via fd42:89::1
ip link add cali5d1 address ee:ee:ee:ee:ee:ee type veth peer name eth0 netns cron; ip link set cali5d1 addrgenmode none; ip addr add fe80::ecee:eeff:feee:eeee/64 dev cali5d1 nodad; ip link set cali5d1 up
${setSysctls({ 'ipv4/conf/cali5d1/proxy_arp': 1, 'ipv4/neigh/cali5d1/proxy_delay': 0, 'ipv4/conf/cali5d1/rp_filter': 1 })}
ip route add ${pod.address} dev cali5d1 scope link; ip -6 route add ${pod.address6} dev cali5d1
ip route add 10.42.0.0/24 via 192.168.228.2; ip -6 route add fd42:42::/64 via fd42:89::2
ip route add default via 192.168.228.1 dev eth0 table 100; ip route add throw 10.42.0.0/16 table 100
ip rule add pref 900 from 10.42.1.0/24 lookup 100
${feed('iptables-restore', iptablesMode(services, 4, '10.42.0.0/16'))}
${feed('ip6tables-restore', iptablesMode(services, 6, 'fd42:42::/56'))}
${feed(
  'iptables-restore -n',
  `*nat
:cali-POSTROUTING - [0:0]
:cali-nat-outgoing - [0:0]
-A POSTROUTING -m comment --comment "cali:O3lYWMrLQYEMJtB5" -j cali-POSTROUTING
-A cali-POSTROUTING -j cali-nat-outgoing
-A cali-nat-outgoing -s 10.42.1.0/24 ! -d 10.42.0.0/16 -j MASQUERADE --random-fully
COMMIT
*filter
:cali-FORWARD - [0:0]
-I FORWARD 1 -m comment --comment "cali:wUHhoiAYhphO9Mso" -j cali-FORWARD
-A cali-FORWARD -j MARK --set-xmark 0x0/0xe0000
-A cali-FORWARD -i cali+ -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A cali-FORWARD -m conntrack --ctstate INVALID -j DROP
-A cali-FORWARD -i cali+ -j MARK --set-xmark 0x10000/0x10000
-A cali-FORWARD -m mark --mark 0x10000/0x10000 -j ACCEPT
COMMIT
`,
)}
ip6tables -t nat -A POSTROUTING -s fd42:42:0:1::/64 ! -d fd42:42::/56 -j MASQUERADE`
}

function podScript({ node, address, address6 }: { node: string; address: string; address6: string }): string {
  const up = 'ip link set lo up; ip link set eth0 up'
  return node === 'agent-0'
    ? `${up}; ip addr add ${address}/32 dev eth0; ip addr add ${address6}/128 dev eth0 nodad
ip route add 169.254.1.1 dev eth0 scope link; ip route add default via 169.254.1.1; ip -6 route add default via fe80::ecee:eeff:feee:eeee dev eth0`
    : `${up}; ip addr add ${address}/24 dev eth0; ip addr add ${address6}/64 dev eth0 nodad
ip route add default via 10.42.0.1; ip -6 route add default via fd42:42::1`
}
