// The default practice network: a host, two nodes, four pods, two containers and a LAN machine, with everything that joins them.
import {
  clusterDomain,
  containers,
  kindNetwork,
  lan,
  macAddress,
  nodes,
  overlayMtuBytes,
  podCidrs,
  pods,
  serviceCidrs,
} from './addresses.ts'
import { cache, nas, search } from './containers.ts'
import { docker } from './docker.ts'
import { host } from './host.ts'
import { listeners } from './listeners.ts'
import { node, podLink } from './nodes.ts'
import { objects } from './objects.ts'
import { podNamespaces } from './pods.ts'
import type { Cable, Topology } from './topology.ts'

export type CniBridge = 'cni0' | 'kind0'

export function defaultTopology(bridge: CniBridge): Topology {
  return {
    clusterDomain,
    podCidrs,
    serviceCidrs,
    namespaces: [host, node('node-1', bridge), node('node-2', bridge), ...podNamespaces, cache, search, nas],
    cables: [
      containerCable('node-1', nodes['node-1'].address),
      containerCable('node-2', nodes['node-2'].address),
      containerCable('cache', containers.cache.address),
      containerCable('search', containers.search.address),
      {
        a: { namespace: 'host', link: 'eth0', macAddress: macAddress('52:54', lan.host) },
        b: { namespace: 'nas', link: 'eth0', macAddress: macAddress('52:54', lan.nas) },
        mtuBytes: 1500,
      },
      ...pods.map(
        (pod): Cable => ({
          a: { namespace: pod.node, link: podLink(pod.name), macAddress: macAddress('0e:58', pod.address) },
          b: { namespace: `${pod.namespace}/${pod.name}`, link: 'eth0', macAddress: macAddress('0a:58', pod.address) },
          mtuBytes: overlayMtuBytes,
        }),
      ),
    ],
    listeners,
    objects: objects(),
    docker,
    clusterDns: { namespace: 'kube-system/coredns' },
    upstreamDns: { namespace: 'host', address: kindNetwork.gateway, zone },
  }
}

/** Docker's resolver knows the containers of the network it is asked from, and asks the LAN's for the rest. */
const zone = {
  'node-1': [nodes['node-1'].address, nodes['node-1'].address6],
  'node-2': [nodes['node-2'].address, nodes['node-2'].address6],
  cache: [containers.cache.address, containers.cache.address6],
  'nas.lan': [lan.nas],
  'db.lan': [lan.nas],
}

function containerCable(name: string, address: string): Cable {
  return {
    a: { namespace: 'host', link: `veth-${name}`, macAddress: macAddress('0e:42', address) },
    b: { namespace: name, link: 'eth0', macAddress: macAddress('02:42', address) },
    mtuBytes: 1500,
  }
}
