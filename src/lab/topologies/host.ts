// The host machine of the practice network: two Docker bridges, the LAN, and the rules that Docker Engine 20.10 to 27 writes.
import { appsNetwork, containers, kindNetwork, lan, macAddress } from './addresses.ts'
import { forwardingSysctls } from './sysctls.ts'
import type { LabNamespace } from './topology.ts'

export const host: LabNamespace = {
  name: 'host',
  role: 'host',
  node: null,
  sysctls: forwardingSysctls,
  ip: [
    ...dockerBridge('br-kind', kindNetwork, ['veth-node-1', 'veth-node-2', 'veth-cache']),
    ...dockerBridge('br-apps', appsNetwork, ['veth-search']),
    `addr add ${lan.host}/24 brd + dev eth0`,
    `addr add ${lan.host6}/64 dev eth0 nodad`,
    'link set eth0 up',
    `route add default via ${lan.nas} dev eth0`,
    `route add default via ${lan.nas6} dev eth0`,
  ],
  bridge: [],
  iptables: dockerRules(4),
  ip6tables: dockerRules(6),
  resolvConf: `nameserver ${kindNetwork.gateway}\n`,
  hosts: `127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n127.0.1.1\thost\n`,
}

function dockerBridge(
  name: string,
  network: typeof kindNetwork | typeof appsNetwork,
  ports: readonly string[],
): string[] {
  return [
    `link add ${name} address ${macAddress('02:42', network.gateway)} type bridge`,
    `addr add ${network.gateway}/16 brd + dev ${name}`,
    `addr add ${network.gateway6}/64 dev ${name} nodad`,
    `link set ${name} up`,
    ...ports.map((port) => `link set ${port} master ${name} up`),
  ]
}

/** As libnetwork writes them (drivers/bridge/setup_ip_tables_linux.go, port_mapping_linux.go): every network returns its own packets
 *  from nat DOCKER, so that a port published on another network is reached through docker-proxy. */
function dockerRules(family: 4 | 6): string[] {
  const kind = family === 4 ? kindNetwork.subnet : kindNetwork.subnet6
  const apps = family === 4 ? appsNetwork.subnet : appsNetwork.subnet6
  const loopback = family === 4 ? '127.0.0.0/8' : '::1/128'
  const published =
    family === 4 ? publishedPort(containers.search.address, 9200) : { nat: [], filter: [], masquerade: [] }
  return [
    '*nat',
    ':PREROUTING ACCEPT [0:0]',
    ':INPUT ACCEPT [0:0]',
    ':OUTPUT ACCEPT [0:0]',
    ':POSTROUTING ACCEPT [0:0]',
    ':DOCKER - [0:0]',
    '-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER',
    `-A OUTPUT ! -d ${loopback} -m addrtype --dst-type LOCAL -j DOCKER`,
    `-A POSTROUTING -s ${apps} ! -o br-apps -j MASQUERADE`,
    `-A POSTROUTING -s ${kind} ! -o br-kind -j MASQUERADE`,
    ...published.masquerade,
    '-A DOCKER -i br-apps -j RETURN',
    '-A DOCKER -i br-kind -j RETURN',
    ...published.nat,
    'COMMIT',
    '*filter',
    ':INPUT ACCEPT [0:0]',
    ':FORWARD DROP [0:0]',
    ':OUTPUT ACCEPT [0:0]',
    ':DOCKER - [0:0]',
    ':DOCKER-ISOLATION-STAGE-1 - [0:0]',
    ':DOCKER-ISOLATION-STAGE-2 - [0:0]',
    ':DOCKER-USER - [0:0]',
    '-A FORWARD -j DOCKER-USER',
    '-A FORWARD -j DOCKER-ISOLATION-STAGE-1',
    ...['br-apps', 'br-kind'].flatMap((bridge) => [
      `-A FORWARD -o ${bridge} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT`,
      `-A FORWARD -o ${bridge} -j DOCKER`,
      `-A FORWARD -i ${bridge} ! -o ${bridge} -j ACCEPT`,
      `-A FORWARD -i ${bridge} -o ${bridge} -j ACCEPT`,
    ]),
    ...published.filter,
    '-A DOCKER-ISOLATION-STAGE-1 -i br-apps ! -o br-apps -j DOCKER-ISOLATION-STAGE-2',
    '-A DOCKER-ISOLATION-STAGE-1 -i br-kind ! -o br-kind -j DOCKER-ISOLATION-STAGE-2',
    '-A DOCKER-ISOLATION-STAGE-1 -j RETURN',
    '-A DOCKER-ISOLATION-STAGE-2 -o br-apps -j DROP',
    '-A DOCKER-ISOLATION-STAGE-2 -o br-kind -j DROP',
    '-A DOCKER-ISOLATION-STAGE-2 -j RETURN',
    '-A DOCKER-USER -j RETURN',
    'COMMIT',
  ]
}

function publishedPort(address: string, port: number): { nat: string[]; filter: string[]; masquerade: string[] } {
  return {
    nat: [`-A DOCKER ! -i br-apps -p tcp -m tcp --dport ${port} -j DNAT --to-destination ${address}:${port}`],
    filter: [`-A DOCKER -d ${address}/32 ! -i br-apps -o br-apps -p tcp -m tcp --dport ${port} -j ACCEPT`],
    masquerade: [`-A POSTROUTING -s ${address}/32 -d ${address}/32 -p tcp -m tcp --dport ${port} -j MASQUERADE`],
  }
}
