// Which containers are nodes, by name and address, and what made them.
import { expect, test } from 'vitest'
import type { DockerObject, KubernetesObject } from '../../model/snapshot.ts'
import { matchNodes } from './match-nodes.ts'

const node = (name: string, address: string): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name },
  status: {
    addresses: [
      { type: 'InternalIP', address },
      { type: 'Hostname', address: name },
    ],
  },
})
const container = (name: string, address: string, labels: Readonly<Record<string, string>>): DockerObject => ({
  Id: `id-of-${name}`,
  Name: `/${name}`,
  Config: { Labels: labels, Hostname: name, Image: 'kindest/node:v1.34.0' },
  NetworkSettings: { Networks: { kind: { IPAddress: address } } },
})

test.each([
  ['kind', { 'io.x-k8s.kind.cluster': 'dev', 'io.x-k8s.kind.role': 'worker' }],
  ['k3d', { app: 'k3d', 'k3d.cluster': 'dev' }],
  ['minikube', { 'name.minikube.sigs.k8s.io': 'minikube' }],
  ['containers', {}],
])('nodes of %s are known by their labels', (platform, labels) => {
  expect(
    matchNodes([node('dev-worker', '172.18.0.3')], {
      networks: [],
      containers: [container('other', '172.18.0.2', labels), container('dev-worker', '172.18.0.3', labels)],
    }),
  ).toEqual({
    platform,
    nodes: [{ name: 'dev-worker', container: 'id-of-dev-worker', image: 'kindest/node:v1.34.0' }],
  })
})

test('a container of the same name with another address is no node', () => {
  const containers = [container('dev-worker', '172.19.0.3', { 'io.x-k8s.kind.cluster': 'dev' })]
  expect(matchNodes([node('dev-worker', '172.18.0.3')], { networks: [], containers })).toEqual({
    platform: 'elsewhere',
    nodes: [{ name: 'dev-worker', container: null, image: null }],
  })
})

test('Docker Desktop keeps its nodes to itself', () => {
  expect(matchNodes([node('docker-desktop', '192.168.65.3')], null).platform).toBe('Docker Desktop')
})
