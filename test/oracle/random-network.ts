// Makes up one small network from a seed: a host with a bridge, nodes, pods, a container, a LAN machine, and things that go wrong.
import type { NetworkPlan, PlannedCommand, PlannedFlow, PlannedListener, PlannedNamespace } from './network-plan.ts'
import { type Random, randomFrom } from './random.ts'

interface Draft {
  readonly random: Random
  readonly namespaces: PlannedNamespace[]
  readonly commands: PlannedCommand[]
  readonly listeners: PlannedListener[]
  readonly addresses: string[]
}

export const servicePort = 5432

export function randomNetwork(seed: number, flowCount: number): NetworkPlan {
  const random = randomFrom(seed)
  const draft: Draft = { random, namespaces: [], commands: [], listeners: [], addresses: [] }
  const nodes = 1 + random.below(2)
  addHost(draft)
  for (let node = 1; node <= nodes; node += 1) addNode(draft, node)
  addContainer(draft, 'pg', 'br0', '172.18.0.9', 'fc00:18::9')
  if (random.chance(0.5)) addSecondBridge(draft)
  addLan(draft)
  addTroubles(draft, nodes, random.below(4))
  const flows = Array.from({ length: flowCount }, () => randomFlow(draft))
  return { seed, namespaces: draft.namespaces, commands: draft.commands, listeners: draft.listeners, flows }
}

function run(draft: Draft, namespace: string, command: string): void {
  draft.commands.push({ namespace, argv: command.split(' ') })
}

function addNamespace(draft: Draft, name: string, role: PlannedNamespace['role'], node: string | null = null): void {
  draft.namespaces.push({ name, role, node })
  run(draft, name, 'sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0')
  run(draft, name, 'ip link set lo up')
}

function addHost(draft: Draft): void {
  addNamespace(draft, 'host', 'host')
  run(draft, 'host', 'sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1')
  addBridge(draft, 'host', 'br0', '172.18.0.1/16', 'fc00:18::1/64')
  run(draft, 'host', 'iptables -t nat -A POSTROUTING -s 172.18.0.0/16 ! -o br0 -j MASQUERADE')
  if (draft.random.chance(0.5)) run(draft, 'host', 'sysctl -qw net.bridge.bridge-nf-call-iptables=0')
  listen(draft, 'host', ['0.0.0.0', '172.18.0.1', '127.0.0.1', '::'])
  draft.addresses.push('172.18.0.1', 'fc00:18::1', '172.18.0.77')
}

function addBridge(draft: Draft, namespace: string, bridge: string, address: string, address6: string): void {
  run(draft, namespace, `ip link add ${bridge} type bridge`)
  run(draft, namespace, `ip link set ${bridge} up`)
  run(draft, namespace, `ip address add ${address} dev ${bridge}`)
  run(draft, namespace, `ip address add ${address6} dev ${bridge} nodad`)
}

/** A veth from a bridge port in `outside` to `eth0` in a new namespace. */
function plug(draft: Draft, outside: string, bridge: string | null, port: string, inside: string): void {
  run(draft, outside, `ip link add ${port} type veth peer name eth0 netns ${inside}`)
  if (bridge) run(draft, outside, `ip link set ${port} master ${bridge}`)
  run(draft, outside, `ip link set ${port} up`)
  run(draft, inside, 'ip link set eth0 up')
}

function addContainer(draft: Draft, name: string, bridge: string, address: string, address6: string): void {
  addNamespace(draft, name, 'container')
  plug(draft, 'host', bridge, `v-${name}`, name)
  run(draft, name, `ip address add ${address}/16 dev eth0`)
  run(draft, name, `ip address add ${address6}/64 dev eth0 nodad`)
  run(draft, name, `ip route add default via ${address.replace(/\.\d+$/, '.1')}`)
  run(draft, name, `ip -6 route add default via ${address6.replace(/::.*$/, '::1')}`)
  listen(draft, name, ['0.0.0.0', address, '127.0.0.1', '::'])
  draft.addresses.push(address, address6)
}

function addSecondBridge(draft: Draft): void {
  addBridge(draft, 'host', 'br1', '172.19.0.1/16', 'fc00:19::1/64')
  addContainer(draft, 'other', 'br1', '172.19.0.2', 'fc00:19::2')
  draft.addresses.push('172.19.0.1')
  if (draft.random.chance(0.5)) {
    run(draft, 'host', 'iptables -A FORWARD -i br0 ! -o br0 -j DOCKER-STAGE')
    draft.commands.splice(-1, 0, { namespace: 'host', argv: 'iptables -N DOCKER-STAGE'.split(' ') })
    run(draft, 'host', 'iptables -A DOCKER-STAGE -o br1 -j DROP')
  }
  if (draft.random.chance(0.3)) run(draft, 'host', 'iptables -t raw -A PREROUTING -d 172.19.0.2 ! -i br1 -j DROP')
}

function addLan(draft: Draft): void {
  addNamespace(draft, 'nas', 'lan')
  plug(draft, 'host', null, 'lan0', 'nas')
  run(draft, 'host', 'ip address add 192.168.50.10/24 dev lan0')
  run(draft, 'nas', 'ip address add 192.168.50.20/24 dev eth0')
  if (draft.random.chance(0.3)) run(draft, 'nas', 'ip route add default via 192.168.50.10')
  if (draft.random.chance(0.5)) run(draft, 'host', 'ip route add default via 192.168.50.20')
  listen(draft, 'nas', ['0.0.0.0', '192.168.50.20', '127.0.0.1'])
  draft.addresses.push('192.168.50.20', '192.168.50.66', '203.0.113.5')
}

function addNode(draft: Draft, number: number): void {
  const { random } = draft
  const name = `node-${number}`
  addNamespace(draft, name, 'node')
  run(draft, name, 'sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1')
  plug(draft, 'host', 'br0', `v-${name}`, name)
  run(draft, name, `ip address add 172.18.0.${number + 1}/16 dev eth0`)
  run(draft, name, `ip address add fc00:18::${number + 1}/64 dev eth0 nodad`)
  run(draft, name, 'ip route add default via 172.18.0.1')
  run(draft, name, 'ip -6 route add default via fc00:18::1')
  if (random.chance(0.8)) {
    run(draft, name, `iptables -t nat -A POSTROUTING -s 10.244.${number}.0/24 ! -d 10.244.0.0/16 -j MASQUERADE`)
    run(draft, name, `ip6tables -t nat -A POSTROUTING -s fd00:${number}::/64 -j MASQUERADE`)
  }
  run(
    draft,
    name,
    `iptables -t nat -A PREROUTING -d 10.96.0.20 -p tcp --dport 80 -j DNAT --to-destination ${random.pick(['172.18.0.1', '172.18.0.9', '192.168.50.20'])}:${servicePort}`,
  )
  draft.addresses.push('10.96.0.20')
  const bridged = random.chance(0.5)
  if (bridged) addBridge(draft, name, 'cni0', `10.244.${number}.1/24`, `fd00:${number}::1/64`)
  for (let pod = 1; pod <= 1 + random.below(2); pod += 1) addPod(draft, number, pod, bridged)
}

function addPod(draft: Draft, node: number, pod: number, bridged: boolean): void {
  const name = `pod-${node}-${pod}`
  const nodeName = `node-${node}`
  const address = `10.244.${node}.${pod + 1}`
  addNamespace(draft, name, 'pod', nodeName)
  plug(draft, nodeName, bridged ? 'cni0' : null, `v-${name}`, name)
  run(draft, name, `ip address add ${address}/${bridged ? 24 : 32} dev eth0`)
  run(draft, name, `ip address add fd00:${node}::${pod + 1}/64 dev eth0 nodad`)
  if (bridged) run(draft, name, `ip route add default via 10.244.${node}.1`)
  else {
    run(draft, nodeName, `ip address add 10.244.${node}.1/32 dev v-${name}`)
    run(draft, nodeName, `ip route add ${address}/32 dev v-${name}`)
    run(draft, nodeName, `ip address add fd00:${node}::1/128 dev v-${name} nodad`)
    run(draft, nodeName, `ip -6 route add fd00:${node}::${pod + 1}/128 dev v-${name}`)
    run(draft, name, `ip route add 10.244.${node}.1/32 dev eth0 scope link`)
    run(draft, name, `ip route add default via 10.244.${node}.1`)
  }
  run(draft, name, `ip -6 route add default via fd00:${node}::1 dev eth0`)
  listen(draft, name, ['0.0.0.0', '127.0.0.1'])
  draft.addresses.push(address)
}

function listen(draft: Draft, namespace: string, addresses: readonly [string, ...string[]]): void {
  draft.listeners.push({ namespace, protocol: 'tcp', address: draft.random.pick(addresses), port: servicePort })
  draft.listeners.push({ namespace, protocol: 'udp', address: draft.random.pick(addresses), port: servicePort })
}

/** Different things done to the network, which may or may not be in a flow's way. */
function addTroubles(draft: Draft, nodes: number, count: number): void {
  const { random } = draft
  const node = `node-${1 + random.below(nodes)}`
  const where = random.pick([node, 'host'])
  const target = random.pick(['172.18.0.1/32', '172.18.0.9/32', '192.168.50.0/24', '172.18.0.0/16', '0.0.0.0/0'])
  const chain = random.pick(['FORWARD', 'INPUT', 'OUTPUT'])
  const tool = random.pick(['iptables', 'iptables', 'iptables-legacy'])
  const reject = random.pick([
    'icmp-port-unreachable',
    'icmp-host-unreachable',
    'icmp-net-unreachable',
    'icmp-host-prohibited',
    'icmp-admin-prohibited',
    'icmp-proto-unreachable',
    'icmp-net-prohibited',
  ])
  const troubles: (() => void)[] = [
    () => run(draft, where, `${tool} -A ${chain} -d ${target} -p tcp --dport ${servicePort} -j DROP`),
    () => run(draft, where, `${tool} -A ${chain} -d ${target} -j REJECT --reject-with ${reject}`),
    () =>
      run(draft, where, `${tool} -A ${chain} -p tcp -m tcp --dport ${servicePort} -j REJECT --reject-with tcp-reset`),
    () => run(draft, 'host', 'iptables -A INPUT -m conntrack --ctstate NEW -s 172.18.0.2 -j DROP'),
    () => run(draft, 'host', 'iptables -A OUTPUT -p tcp --sport 5432 -j DROP'),
    () =>
      run(
        draft,
        node,
        `ip route add ${random.pick(['blackhole', 'prohibit', 'unreachable', 'throw'])} ${random.pick(['172.18.0.9/32', '192.168.50.0/24', '10.96.0.0/16'])}`,
      ),
    () => run(draft, node, 'ip route del default'),
    () => run(draft, node, 'ip route replace default via 172.18.0.250'),
    () =>
      run(
        draft,
        'pod-1-1',
        `ip route add ${random.pick(['blackhole', 'prohibit', 'unreachable'])} ${random.pick(['172.18.0.0/16', '192.168.50.0/24'])}`,
      ),
    () => run(draft, 'pod-1-1', 'ip route del default'),
    () => run(draft, where, 'sysctl -qw net.ipv4.ip_forward=0'),
    () => run(draft, node, 'sysctl -qw net.ipv4.conf.all.rp_filter=1'),
    () => run(draft, node, 'ip address add 172.18.0.9/32 dev lo'),
    () => run(draft, node, 'ip neighbour replace 172.18.0.1 lladdr 02:00:00:00:00:99 dev eth0 nud permanent'),
    () => run(draft, 'pg', 'ip link set eth0 down'),
    () =>
      run(
        draft,
        node,
        `ip rule add from 10.244.1.0/24 ${random.pick(['prohibit', 'unreachable', 'blackhole', 'lookup 77'])}`,
      ),
    () => run(draft, 'host', 'iptables -P FORWARD DROP'),
    () => run(draft, 'pg', 'ip route replace unreachable default'),
  ]
  for (let done = 0; done < count; done += 1) {
    const [trouble] = troubles.splice(random.below(troubles.length), 1)
    trouble?.()
  }
}

function randomFlow(draft: Draft): PlannedFlow {
  const { random } = draft
  const clients = draft.namespaces.filter((namespace) => namespace.role === 'pod').map((namespace) => namespace.name)
  const [first = 'pod-1-1', ...rest] = clients
  const [address = '172.18.0.1', ...others] = draft.addresses
  const destination = random.pick([address, ...others])
  const port = destination.startsWith('10.96.')
    ? random.pick([80, 80, 81])
    : random.pick([servicePort, servicePort, servicePort, 9999])
  return { from: random.pick([first, ...rest]), protocol: random.chance(0.75) ? 'tcp' : 'udp', destination, port }
}
