// The addresses of the default practice network, the ones that Docker, kind and kubeadm hand out by default.

export const kindNetwork = {
  subnet: '172.18.0.0/16',
  gateway: '172.18.0.1',
  subnet6: 'fc00:f853:ccd:e793::/64',
  gateway6: 'fc00:f853:ccd:e793::1',
} as const

export const appsNetwork = {
  subnet: '172.19.0.0/16',
  gateway: '172.19.0.1',
  subnet6: 'fd00:172:19::/64',
  gateway6: 'fd00:172:19::1',
} as const

export const lan = { host: '192.168.50.10', host6: 'fd00:50::10', nas: '192.168.50.20', nas6: 'fd00:50::20' } as const

export const nodes = {
  'node-1': {
    address: '172.18.0.2',
    address6: 'fc00:f853:ccd:e793::2',
    podBlock: '10.244.1',
    podBlock6: 'fd00:10:244:1',
  },
  'node-2': {
    address: '172.18.0.3',
    address6: 'fc00:f853:ccd:e793::3',
    podBlock: '10.244.2',
    podBlock6: 'fd00:10:244:2',
  },
} as const
export type NodeName = keyof typeof nodes

export const containers = {
  cache: { address: '172.18.0.4', address6: 'fc00:f853:ccd:e793::4' },
  search: { address: '172.19.0.2', address6: 'fd00:172:19::2' },
} as const

export interface PodAddress {
  readonly namespace: string
  readonly name: string
  readonly node: NodeName
  readonly address: string
  readonly address6: string
}

export const pods: readonly PodAddress[] = [
  { namespace: 'shop', name: 'web', node: 'node-1', address: '10.244.1.10', address6: 'fd00:10:244:1::a' },
  { namespace: 'kube-system', name: 'coredns', node: 'node-1', address: '10.244.1.2', address6: 'fd00:10:244:1::2' },
  { namespace: 'shop', name: 'api', node: 'node-2', address: '10.244.2.10', address6: 'fd00:10:244:2::a' },
  { namespace: 'jobs', name: 'batch', node: 'node-2', address: '10.244.2.11', address6: 'fd00:10:244:2::b' },
]

export const podCidrs = ['10.244.0.0/16', 'fd00:10:244::/56'] as const
export const serviceCidrs = ['10.96.0.0/16', 'fd00:10:96::/112'] as const
export const clusterDomain = 'cluster.local'
export const clusterDnsAddress = '10.96.0.10'

/** Pods' links leave room for VXLAN's 50 bytes (14 Ethernet, 8 VXLAN, 8 UDP, 20 IPv4) in the nodes' 1500. */
export const overlayMtuBytes = 1450

/** A fixed MAC address made from an IPv4 address, as Docker (02:42) and the bridge CNI plugin (0a:58) make theirs. */
export function macAddress(prefix: string, address: string): string {
  const bytes = address.split('.').map((byte) => Number(byte).toString(16).padStart(2, '0'))
  return [prefix, ...bytes].join(':')
}
