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
    HostConfig: { NetworkMode: 'kind', PortBindings: {}, ExtraHosts: ['db:10.0.0.1'] },
    NetworkSettings: { Networks: { kind: { IPAddress: '172.18.0.2' } } },
    Config: { Image: 'kindest/node', Hostname: 'node-1', Labels: { 'io.x-k8s.kind.role': 'worker' } },
  }
  const container = {
    ...kept,
    Args: ['secret'],
    Mounts: [{ Source: '/secret' }],
    State: { ...kept.State, Error: 'secret', Health: { Log: [{ Output: 'secret' }] } },
    HostConfig: { ...kept.HostConfig, Binds: ['/secret:/x'], LogConfig: { Config: { token: 'secret' } } },
    Config: { ...kept.Config, Env: ['A=secret'], Cmd: ['secret'], Labels: { ...kept.Config.Labels, token: 'secret' } },
  }
  const labelled = { ...network, Labels: { 'com.docker.compose.network': 'default', token: 'secret' } }
  expect(redactDocker({ networks: [labelled, 'nonsense'], containers: [container, null] })).toEqual({
    networks: [{ ...network, Labels: { 'com.docker.compose.network': 'default' } }],
    containers: [kept],
  })
})
