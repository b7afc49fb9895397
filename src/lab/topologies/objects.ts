// The Kubernetes objects of the practice network, as its API server would hold them.
import type { KubernetesObject } from '../../model/snapshot.ts'
import {
  clusterDnsAddress,
  clusterDomain,
  containers,
  kindNetwork,
  lan,
  nodes,
  type PodAddress,
  pods,
} from './addresses.ts'

export function objects(): KubernetesObject[] {
  return [
    ...['default', 'kube-system', 'shop', 'jobs'].map(namespaceObject),
    nodeObject('node-1'),
    nodeObject('node-2'),
    ...pods.map(podObject),
    corednsConfig,
    ...clusterDns,
    clusterIpService({ name: 'db', address: '10.96.0.20', port: { name: 'postgres', port: 5432 } }),
    slice('db', kindNetwork.gateway, { name: 'postgres', port: 5432 }),
    headlessService('cache', { name: 'redis', port: 6379 }),
    slice('cache', containers.cache.address, { name: 'redis', port: 6379 }),
    clusterIpService({ name: 'files', address: '10.96.0.21', port: { name: 'http', port: 80, targetPort: 8080 } }),
    slice('files', lan.nas, { name: 'http', port: 8080 }),
    clusterIpService({ name: 'search', address: '10.96.0.22', port: { name: 'http', port: 9200 } }),
    slice('search', kindNetwork.gateway, { name: 'http', port: 9200 }),
    externalNameService('archive', 'db.lan', { name: 'postgres', port: 5432 }),
    clusterIpService({ name: 'metrics', address: '10.96.0.23', port: { name: 'statsd', port: 8125, protocol: 'UDP' } }),
    slice('metrics', kindNetwork.gateway, { name: 'statsd', port: 8125, protocol: 'UDP' }),
    clusterIpService({ name: 'ledger', address: 'fd00:10:96::24', port: { name: 'ledger', port: 7000 } }),
    slice('ledger', kindNetwork.gateway6, { name: 'ledger', port: 7000 }),
  ]
}

interface Port {
  readonly name: string
  readonly port: number
  readonly targetPort?: number
  readonly protocol?: 'TCP' | 'UDP'
}

function clusterIpService(service: { name: string; address: string; port: Port }): KubernetesObject {
  return serviceObject(service.name, {
    type: 'ClusterIP',
    clusterIP: service.address,
    clusterIPs: [service.address],
    ipFamilies: [addressType(service.address)],
    ipFamilyPolicy: 'SingleStack',
    internalTrafficPolicy: 'Cluster',
    sessionAffinity: 'None',
    ports: [servicePort(service.port)],
  })
}

function headlessService(name: string, port: Port): KubernetesObject {
  return serviceObject(name, {
    type: 'ClusterIP',
    clusterIP: 'None',
    clusterIPs: ['None'],
    ipFamilies: ['IPv4'],
    ipFamilyPolicy: 'SingleStack',
    internalTrafficPolicy: 'Cluster',
    sessionAffinity: 'None',
    ports: [servicePort(port)],
  })
}

function externalNameService(name: string, externalName: string, port: Port): KubernetesObject {
  return serviceObject(name, {
    type: 'ExternalName',
    externalName,
    sessionAffinity: 'None',
    ports: [servicePort(port)],
  })
}

function serviceObject(name: string, spec: Record<string, unknown>): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace: 'shop' }, spec }
}

function servicePort(port: Port): Record<string, unknown> {
  return {
    name: port.name,
    port: port.port,
    protocol: port.protocol ?? 'TCP',
    targetPort: port.targetPort ?? port.port,
  }
}

/** Written by hand, as the Service has no selector; the name of the Service stands in the label. */
function slice(service: string, address: string, port: Port): KubernetesObject {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name: `${service}-1`,
      namespace: 'shop',
      labels: { 'kubernetes.io/service-name': service, 'endpointslice.kubernetes.io/managed-by': 'staff' },
    },
    addressType: addressType(address),
    ports: [{ name: port.name, port: port.port, protocol: port.protocol ?? 'TCP' }],
    endpoints: [{ addresses: [address], conditions: { ready: true } }],
  }
}

function addressType(address: string): 'IPv4' | 'IPv6' {
  return address.includes(':') ? 'IPv6' : 'IPv4'
}

function namespaceObject(name: string): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { 'kubernetes.io/metadata.name': name } } }
}

function nodeObject(name: 'node-1' | 'node-2'): KubernetesObject {
  const { address, address6, podBlock, podBlock6 } = nodes[name]
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux' } },
    spec: { podCIDR: `${podBlock}.0/24`, podCIDRs: [`${podBlock}.0/24`, `${podBlock6}::/64`] },
    status: {
      addresses: [
        { type: 'InternalIP', address },
        { type: 'InternalIP', address: address6 },
        { type: 'Hostname', address: name },
      ],
      conditions: [{ type: 'Ready', status: 'True' }],
    },
  }
}

const environments: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  web: { DATABASE_HOST: 'db', DATABASE_PORT: '5432', CACHE_HOST: 'cache:6379' },
  api: { SEARCH_URL: 'http://search:9200', FILES_URL: 'http://files', STATSD_HOST: 'metrics' },
  batch: { ARCHIVE_HOST: 'archive.shop', LEDGER_ADDRESS: 'ledger.shop:7000' },
}

function podObject(pod: PodAddress): KubernetesObject {
  const environment = Object.entries(environments[pod.name] ?? {}).map(([name, value]) => ({ name, value }))
  const isDns = pod.name === 'coredns'
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: pod.name,
      namespace: pod.namespace,
      labels: isDns ? { 'k8s-app': 'kube-dns' } : { app: pod.name },
    },
    spec: {
      nodeName: pod.node,
      dnsPolicy: isDns ? 'Default' : 'ClusterFirst',
      enableServiceLinks: true,
      containers: [
        {
          name: pod.name,
          image: isDns ? 'registry.k8s.io/coredns/coredns:v1.12.1' : `example/${pod.name}:1`,
          env: environment,
        },
      ],
    },
    status: {
      phase: 'Running',
      hostIP: nodes[pod.node].address,
      podIP: pod.address,
      podIPs: [{ ip: pod.address }, { ip: pod.address6 }],
      conditions: [{ type: 'Ready', status: 'True' }],
    },
  }
}

/** kind's own, to the letter; it caches cluster names too. */
export const corefile = `.:53 {
    errors
    health {
       lameduck 5s
    }
    ready
    kubernetes ${clusterDomain} in-addr.arpa ip6.arpa {
       pods insecure
       fallthrough in-addr.arpa ip6.arpa
       ttl 30
    }
    prometheus :9153
    forward . /etc/resolv.conf {
       max_concurrent 1000
    }
    cache 30
    loop
    reload
    loadbalance
}
`

const corednsConfig: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'coredns', namespace: 'kube-system' },
  data: { Corefile: corefile },
}

const dnsPorts = [
  { name: 'dns', port: 53, protocol: 'UDP' },
  { name: 'dns-tcp', port: 53, protocol: 'TCP' },
]

const clusterDns: readonly KubernetesObject[] = [
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: 'kube-dns',
      namespace: 'kube-system',
      labels: { 'k8s-app': 'kube-dns', 'kubernetes.io/cluster-service': 'true', 'kubernetes.io/name': 'CoreDNS' },
    },
    spec: {
      type: 'ClusterIP',
      clusterIP: clusterDnsAddress,
      clusterIPs: [clusterDnsAddress],
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      internalTrafficPolicy: 'Cluster',
      sessionAffinity: 'None',
      selector: { 'k8s-app': 'kube-dns' },
      ports: dnsPorts.map((port) => ({ ...port, targetPort: port.port })),
    },
  },
  ...pods
    .filter((pod) => pod.name === 'coredns')
    .map((pod) => ({
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: {
        name: 'kube-dns-7xk2p',
        namespace: 'kube-system',
        labels: {
          'kubernetes.io/service-name': 'kube-dns',
          'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
        },
      },
      addressType: 'IPv4',
      ports: dnsPorts,
      endpoints: [
        {
          addresses: [pod.address],
          conditions: { ready: true, serving: true, terminating: false },
          nodeName: pod.node,
          targetRef: { kind: 'Pod', name: pod.name, namespace: pod.namespace },
        },
      ],
    })),
]
