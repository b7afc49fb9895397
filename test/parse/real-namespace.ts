// A namespace with something of everything in it, made for the tests of the parsers and read with the real tools.
import { BRIDGE_COMMANDS, IP_COMMANDS, type RawNamespace, type ToolOutput } from '../../src/parse/raw-namespace.ts'
import { printSections } from './print-sections.ts'

const setUp = `
mount -t tmpfs none /run
mkdir -p /run/netns
ip netns add other
ip link set lo up
ip link add br0 address 02:00:00:00:00:01 type bridge nf_call_iptables 1
ip link add v0 mtu 1400 address 02:00:00:00:00:10 type veth peer name v1 address 02:00:00:00:00:11
ip link add far address 02:00:00:00:00:12 type veth peer name near netns other
ip link set v0 master br0
bridge link set dev v0 hairpin on isolated on learning off
ip link set br0 up; ip link set v0 up; ip link set v1 up
ip addr add 10.0.0.1/24 dev br0
ip addr add 10.9.9.1 peer 10.9.9.2 dev v1
ip -6 addr add fd00::1/64 dev br0 nodad
ip link add flannel.1 address 02:00:00:00:00:20 type vxlan id 1 dstport 8472 local 10.0.0.1 nolearning
ip link add vx2 address 02:00:00:00:00:21 type vxlan id 7 dstport 4789 remote 10.0.0.9 dev br0
ip link add vx3 address 02:00:00:00:00:22 type vxlan external dstport 4790
ip link add mv0 link v1 address 02:00:00:00:00:30 type macvlan mode bridge
ip link set flannel.1 up
ip link set v1 arp off
ip route add 10.244.2.0/24 via 10.244.2.0 dev flannel.1 onlink
ip route add 10.7.0.0/16 nexthop via 10.0.0.2 weight 1 nexthop via 10.0.0.3 weight 2
ip route add blackhole 10.8.0.0/16
ip route add default via 10.0.0.9 table 100
ip route add 10.99.0.0/16 via inet6 fd00::9 dev br0
ip route add 10.98.0.0/16 dev br0 mtu 1300 tos 0x28 metric 7 src 10.0.0.1
ip route add throw 10.72.0.0/16
ip -6 route add 2001:db8::/32 nexthop via fd00::2 nexthop via fd00::3
ip -6 route add unreachable fd99::/16
ip -6 route add default via fd00::9
ip rule add from 10.0.0.0/8 fwmark 0x10/0xff iif br0 lookup 100 priority 90
ip rule add not to 10.1.0.0/16 uidrange 0-0 ipproto tcp dport 80-90 lookup main suppress_prefixlength 0 priority 80
ip rule add prohibit from 1.2.3.4 priority 70
ip rule add goto 32766 priority 60
ip rule add to 10.6.0.0/16 oif v0 sport 53 ipproto udp tos 0x10 lookup 200 priority 61
ip rule add nop priority 62
ip -6 rule add from fd00::/8 blackhole priority 63
ip neigh add 10.0.0.5 lladdr 02:00:00:00:00:05 dev br0
ip neigh add 10.0.0.7 dev br0 nud failed
ip neigh add proxy 10.0.0.6 dev br0
ip neigh add fd00::5 lladdr 02:00:00:00:00:06 dev br0 nud noarp
bridge fdb append 00:00:00:00:00:00 dev flannel.1 dst 10.0.0.77
bridge fdb append 02:00:00:00:00:77 dev flannel.1 dst 10.0.0.78 port 99 vni 5 via br0
bridge fdb add 02:00:00:00:00:02 dev v0 master static
`

const batch = (lines: readonly string[]) => `printf '%s\\n' ${lines.map((line) => `'${line}'`).join(' ')}`

export const printed = printSections(setUp, {
  ip4: `${batch(IP_COMMANDS)} | ip -4 -j -d -batch -`,
  ip6: `${batch(IP_COMMANDS)} | ip -6 -j -d -batch -`,
  bridge: `${batch(BRIDGE_COMMANDS)} | bridge -j -d -batch -`,
  netnsIds: 'ip -j netns list-id',
  ss: 'ss -HOntulpe',
  sysctls: "grep -rs '' /proc/sys/net/ipv4/ip_forward /proc/sys/net/ipv4/conf || :",
  routes4: 'ip -4 route show table all',
  routes6: 'ip -6 route show table all',
  rules4: 'ip rule',
  rules6: 'ip -6 rule',
  neighbours: 'ip neigh show nud all | grep -v -e ^ff -e ^224; ip neigh show proxy',
  fdb: 'bridge fdb',
})

const read = (text: string): ToolOutput => ({ text, error: null })
const nothing = read('')
export const raw: RawNamespace = {
  name: 'node-1',
  role: 'node',
  node: null,
  resolvConf: read('nameserver 10.96.0.10\n'),
  hosts: { text: null, error: null },
  ip4: read(printed.ip4),
  ip6: read(printed.ip6),
  bridge: read(printed.bridge),
  netnsIds: [{ nsid: 0, namespace: 'other' }],
  nft: read('{"nftables": []}'),
  iptablesNft4: nothing,
  iptablesNft6: nothing,
  iptablesLegacy4: nothing,
  iptablesLegacy6: nothing,
  ss: read(printed.ss),
  sysctls: read(printed.sysctls),
}
