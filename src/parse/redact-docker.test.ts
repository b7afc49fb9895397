// What is left of Docker's networks and containers.
import { expect, it } from 'vitest'
import { redactDocker } from './redact-docker.ts'

it('networks and containers keep what concerns the network, and nothing else', () => {
  const network = {
    Name: 'kind',
    Id: 'n1',
    Scope: 'local',
    Driver: 'bridge',
    EnableIPv6: true,
    IPAM: { Driver: 'default', Config: [{ Subnet: '172.18.0.0/16', Gateway: '172.18.0.1' }] },
    Internal: false,
    Containers: { c1: { Name: 'node-1', IPv4Address: '172.18.0.2/16' } },
    Options: { 'com.docker.network.bridge.name': 'br-kind' },
  }
  const kept = {
    Id: 'c1',
    Name: '/node-1',
    State: { Status: 'running', Running: true, Pid: 7 },
    Created: '2026-01-01T00:00:00Z',
    HostConfig: { NetworkMode: 'kind', PortBindings: {}, ExtraHosts: ['db:10.0.0.1'], Dns: ['10.0.0.2'] },
    NetworkSettings: { Networks: { kind: { IPAddress: '172.18.0.2' } } },
    Config: { Image: 'kindest/node', Hostname: 'node-1', Labels: { 'io.x-k8s.kind.role': 'worker', app: 'k3d' } },
  }
  const container = {
    ...kept,
    Args: ['secret'],
    Mounts: [{ Source: '/secret' }],
    State: { ...kept.State, Error: 'secret', Health: { Log: [{ Output: 'secret' }] } },
    NetworkSettings: { Networks: { kind: { ...kept.NetworkSettings.Networks.kind, DriverOpts: { key: 'secret' } } } },
    HostConfig: { ...kept.HostConfig, Binds: ['/secret:/x'], LogConfig: { Config: { token: 'secret' } } },
    Config: { ...kept.Config, Env: ['A=secret'], Cmd: ['secret'], Labels: { ...kept.Config.Labels, token: 'secret' } },
  }
  const labelled = {
    ...network,
    IPAM: { ...network.IPAM, Options: { key: 'secret' } },
    Options: { ...network.Options, password: 'secret' },
    Labels: { 'com.docker.compose.network': 'default', token: 'secret', app: 'secret' },
  }
  expect(redactDocker({ networks: [labelled, 'nonsense'], containers: [container, null] })).toEqual({
    networks: [{ ...network, Labels: { 'com.docker.compose.network': 'default' } }],
    containers: [kept],
  })
})
