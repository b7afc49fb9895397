// The practice network as the Docker Engine's API would inspect it: networks kind and apps, nodes and containers on them.
import type { DockerFacts, DockerObject } from '../../model/snapshot.ts'
import { appsNetwork, containers, kindNetwork, macAddress, nodes } from './addresses.ts'

type Network = typeof kindNetwork | typeof appsNetwork

interface Attached {
  readonly name: string
  readonly network: 'kind' | 'apps'
  readonly address: string
  readonly address6: string
}

const attached: readonly Attached[] = [
  { name: 'node-1', network: 'kind', ...nodes['node-1'] },
  { name: 'node-2', network: 'kind', ...nodes['node-2'] },
  { name: 'cache', network: 'kind', ...containers.cache },
  { name: 'search', network: 'apps', ...containers.search },
]

const images: Readonly<Record<string, string>> = {
  cache: 'redis:7',
  search: 'opensearchproject/opensearch:2',
}

export const docker: DockerFacts = {
  networks: [networkObject('kind', 'br-kind', kindNetwork), networkObject('apps', 'br-apps', appsNetwork)],
  containers: attached.map(containerObject),
}

function networkObject(name: 'kind' | 'apps', bridge: string, network: Network): DockerObject {
  const members = attached.filter((container) => container.network === name)
  return {
    Name: name,
    Id: identity(`network-${name}`),
    Scope: 'local',
    Driver: 'bridge',
    EnableIPv6: true,
    IPAM: {
      Driver: 'default',
      Config: [
        { Subnet: network.subnet, Gateway: network.gateway },
        { Subnet: network.subnet6, Gateway: network.gateway6 },
      ],
    },
    Internal: false,
    Containers: Object.fromEntries(
      members.map((container) => [
        identity(container.name),
        {
          Name: container.name,
          MacAddress: macAddress('02:42', container.address),
          IPv4Address: `${container.address}/16`,
          IPv6Address: `${container.address6}/64`,
        },
      ]),
    ),
    Options: {
      'com.docker.network.bridge.name': bridge,
      'com.docker.network.bridge.enable_ip_masquerade': 'true',
      'com.docker.network.driver.mtu': '1500',
    },
    Labels: {},
  }
}

function containerObject(container: Attached): DockerObject {
  const network: Network = container.network === 'kind' ? kindNetwork : appsNetwork
  const isNode = container.name.startsWith('node-')
  const published = container.name === 'search' ? { '9200/tcp': [{ HostIp: '0.0.0.0', HostPort: '9200' }] } : {}
  const exposed: Readonly<Record<string, null>> = container.name === 'cache' ? { '6379/tcp': null } : {}
  return {
    Id: identity(container.name),
    Name: `/${container.name}`,
    State: { Status: 'running', Running: true, Paused: false, Restarting: false, ExitCode: 0 },
    Config: {
      Hostname: container.name,
      Image: images[container.name] ?? 'kindest/node:v1.34.0',
      Labels: isNode
        ? {
            'io.x-k8s.kind.cluster': 'kind',
            'io.x-k8s.kind.role': container.name === 'node-1' ? 'control-plane' : 'worker',
          }
        : {},
    },
    HostConfig: { NetworkMode: container.network, PortBindings: published },
    NetworkSettings: {
      Ports: { ...exposed, ...published },
      Networks: {
        [container.network]: {
          NetworkID: identity(`network-${container.network}`),
          Gateway: network.gateway,
          IPAddress: container.address,
          IPPrefixLen: 16,
          IPv6Gateway: network.gateway6,
          GlobalIPv6Address: container.address6,
          GlobalIPv6PrefixLen: 64,
          MacAddress: macAddress('02:42', container.address),
          Aliases: [container.name],
          DNSNames: [container.name, identity(container.name).slice(0, 12)],
        },
      },
    },
  }
}

/** 64 hexadecimal digits, as the Engine's, made from the name. */
function identity(name: string): string {
  const digits = Array.from(name, (character) => character.charCodeAt(0).toString(16).padStart(2, '0')).join('')
  return digits.padEnd(64, digits).slice(0, 64)
}
