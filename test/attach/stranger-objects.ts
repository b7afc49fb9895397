// What a stranger's API server and Docker Engine say, and the names that their resolvers know.
import type { KubernetesObject } from '../../src/model/snapshot.ts'
import { nodeAddresses, pods, shortName } from './stranger-network.ts'
import { type StrangerService, serviceObjects } from './stranger-services.ts'

export const clusterDomain = 'k8s.internal'
export const dnsAddress = '10.43.0.10'

export const services: readonly StrangerService[] = [
  clusterIp('apps', 'pg', '10.43.7.20', { name: 'pg', port: 5432 }, ['192.168.228.1']),
  { ...clusterIp('apps', 'redis', 'None', { name: 'redis', port: 6379 }, ['192.168.228.9']) },
  {
    ...clusterIp('data', 'warehouse', '10.43.7.21', { name: 'http', port: 80 }, ['10.20.30.50']),
    slicePort: { name: 'http', port: 8080 },
    targetPort: 8080,
  },
  clusterIp('data', 'search', '10.43.7.22', { name: 'http', port: 9200 }, ['192.168.228.1']),
  clusterIp('apps', 'mq', '10.43.7.23', { name: 'amqp', port: 5672 }, ['192.168.228.1', '10.20.30.50']),
  clusterIp('apps', 'stats', '10.43.7.24', { name: 'statsd', port: 8125, protocol: 'UDP' }, ['192.168.228.1']),
  clusterIp('apps', 'six', 'fd43::25', { name: 'six', port: 7000 }, ['fd42:89::1']),
  {
    namespace: 'apps',
    name: 'legacy',
    clusterIp: null,
    externalName: 'nas.office.example',
    port: { name: 'http', port: 8080 },
    endpoints: [],
  },
]

function clusterIp(
  namespace: string,
  name: string,
  address: string,
  port: StrangerService['port'],
  endpoints: readonly string[],
): StrangerService {
  return { namespace, name, clusterIp: address, port, endpoints }
}

/** kube-proxy serves cluster DNS as any other Service. */
export const dnsServices: readonly StrangerService[] = (['UDP', 'TCP'] as const).map((protocol) => ({
  ...clusterIp('kube-system', `kube-dns-${protocol.toLowerCase()}`, dnsAddress, { name: 'dns', port: 53, protocol }, [
    pods['kube-system/coredns-x7'].address,
  ]),
}))

export const upstreamZone = {
  'nas.office.example': ['10.20.30.50'],
  'redis-1': ['192.168.228.9'],
}

const corefile = `.:53 {
    errors
    health
    ready
    kubernetes ${clusterDomain} in-addr.arpa ip6.arpa {
        pods insecure
        fallthrough in-addr.arpa ip6.arpa
    }
    prometheus :9153
    forward . /etc/resolv.conf
    cache 30
    loop
    reload
    loadbalance
}
`

export function clusterObjects(all: readonly StrangerService[]): KubernetesObject[] {
  const dnsPort = { name: 'dns', port: 53, protocol: 'UDP' }
  return [
    ...['apps', 'batch', 'data', 'kube-system', 'default'].map((name) => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name },
    })),
    ...Object.entries(nodeAddresses).map(([name, address]) => ({
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name },
      status: { addresses: [{ type: 'InternalIP', address }] },
    })),
    ...Object.entries(pods).map(([name, { node, address }]) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        namespace: name.split('/')[0] ?? '',
        name: shortName(name),
        labels: (node === 'server-0' && name.startsWith('kube-system')
          ? { 'k8s-app': 'kube-dns' }
          : { app: shortName(name) }) as Record<string, string>,
      },
      spec: { nodeName: node, containers: [{ name: 'main', image: 'example/main:1' }] },
      status: { phase: 'Running', podIP: address, podIPs: [{ ip: address }] },
    })),
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { namespace: 'kube-system', name: 'coredns' },
      data: { Corefile: corefile },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { namespace: 'kube-system', name: 'kube-dns' },
      spec: { clusterIP: dnsAddress, clusterIPs: [dnsAddress], selector: { 'k8s-app': 'kube-dns' }, ports: [dnsPort] },
    },
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: {
        namespace: 'kube-system',
        name: 'kube-dns-abc12',
        labels: { 'kubernetes.io/service-name': 'kube-dns' },
      },
      addressType: 'IPv4',
      ports: [dnsPort],
      endpoints: [{ addresses: [pods['kube-system/coredns-x7'].address], conditions: { ready: true } }],
    },
    ...all.flatMap(serviceObjects),
  ]
}

export const docker = {
  networks: [
    dockerNetwork('k3d-lab', '192.168.228.0/24', '192.168.228.1', 'br-9f31c2'),
    dockerNetwork('logs_default', '172.17.0.0/16', '172.17.0.1', 'docker0'),
  ],
  containers: [
    dockerContainer('server-0', 'k3d-lab', '192.168.228.2', null),
    dockerContainer('agent-0', 'k3d-lab', '192.168.228.3', null),
    dockerContainer('redis-1', 'k3d-lab', '192.168.228.9', null),
    dockerContainer('opensearch-1', 'logs_default', '172.17.0.7', '0.0.0.0'),
  ],
}

function dockerNetwork(name: string, subnet: string, gateway: string, bridge: string): Record<string, unknown> {
  return {
    Name: name,
    Driver: 'bridge',
    Internal: false,
    IPAM: { Config: [{ Subnet: subnet, Gateway: gateway }] },
    Options: { 'com.docker.network.bridge.name': bridge },
  }
}

export function dockerContainer(
  name: string,
  network: string,
  address: string,
  published: string | null,
): Record<string, unknown> {
  const bindings = published === null ? {} : { '9200/tcp': [{ HostIp: published, HostPort: '9200' }] }
  return {
    Name: `/${name}`,
    State: { Status: 'running', Running: true },
    Config: { Hostname: name },
    HostConfig: { PortBindings: bindings },
    NetworkSettings: { Ports: bindings, Networks: { [network]: { IPAddress: address, Aliases: [name] } } },
  }
}
