// What stands beside the cluster: two containers on the host's Docker networks, and a machine on its LAN.
import { appsNetwork, containers, kindNetwork, lan } from './addresses.ts'
import { containerSysctls, machineSysctls } from './sysctls.ts'
import type { LabNamespace } from './topology.ts'

export const cache = container('cache', containers.cache, kindNetwork)
export const search = container('search', containers.search, appsNetwork)

/** It knows its own network only: whoever reaches it from elsewhere must come with the host's address. */
export const nas: LabNamespace = {
  name: 'nas',
  role: 'lan',
  node: null,
  sysctls: machineSysctls,
  ip: [`addr add ${lan.nas}/24 brd + dev eth0`, `addr add ${lan.nas6}/64 dev eth0 nodad`, 'link set eth0 up'],
  bridge: [],
  iptables: [],
  ip6tables: [],
  resolvConf: '# no name server\n',
  hosts: '127.0.0.1\tlocalhost\n127.0.1.1\tnas\n',
}

function container(
  name: string,
  own: { readonly address: string; readonly address6: string },
  network: typeof kindNetwork | typeof appsNetwork,
): LabNamespace {
  return {
    name,
    role: 'container',
    node: null,
    sysctls: containerSysctls,
    ip: [
      `addr add ${own.address}/16 brd + dev eth0`,
      `addr add ${own.address6}/64 dev eth0 nodad`,
      'link set eth0 up',
      `route add default via ${network.gateway} dev eth0`,
      `route add default via ${network.gateway6} dev eth0`,
    ],
    bridge: [],
    iptables: [],
    ip6tables: [],
    resolvConf: `nameserver ${kindNetwork.gateway}\noptions ndots:0\n`,
    hosts: `127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n${own.address}\t${name}\n`,
  }
}
