// What clusters of several makers say of their network in their own objects.
import { describe, expect, it } from 'vitest'
import type { KubernetesObject } from '../../../model/snapshot.ts'
import { clusterNetworking } from './cluster-networking.ts'
import { joinSubnets } from './join-subnets.ts'

const configMap = (name: string, data: Record<string, string>): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'kube-system' },
  data,
})
const node = (name: string, spec: object): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name },
  spec,
})
const serviceCidr = (...cidrs: string[]): KubernetesObject => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'ServiceCIDR',
  metadata: { name: 'kubernetes' },
  spec: { cidrs },
})
const corefile = (text: string): KubernetesObject => configMap('coredns', { Corefile: text })
const kubeadm = configMap('kubeadm-config', {
  ClusterConfiguration:
    'networking:\n  dnsDomain: kubeadm.test\n  podSubnet: 10.244.0.0/16,fd00:10:244::/56\n  serviceSubnet: 10.96.0.0/16\n',
})

describe('the cluster domain', () => {
  it.each<[string, KubernetesObject[], string]>([
    [
      'is the zone of the plugin kubernetes',
      [corefile('.:53 {\n kubernetes my.test in-addr.arpa ip6.arpa\n}'), kubeadm],
      'my.test',
    ],
    [
      'is the zone of its server block where it has none',
      [corefile('dns://other.test:53 arpa {\n kubernetes\n}')],
      'other.test',
    ],
    [
      'is found behind the reverse zones',
      [corefile('. {\n kubernetes in-addr.arpa ip6.arpa My.Test. {\n ttl 5\n }\n}')],
      'my.test',
    ],
    ["is kubeadm's where the Corefile is broken", [corefile('.:53 {'), kubeadm], 'kubeadm.test'],
    ["is Kubernetes' own otherwise", [configMap('kubeadm-config', { ClusterConfiguration: '{' })], 'cluster.local'],
  ])('%s', async (_, objects, domain) => {
    expect((await clusterNetworking(objects)).clusterDomain).toBe(domain)
  })
})

describe('pod and Service addresses', () => {
  it("kubeadm: the nodes' subnets lie within the cluster's", async () => {
    const objects = [kubeadm, node('a', { podCIDRs: ['10.244.0.0/24', 'fd00:10:244::/64'] })]
    expect(await clusterNetworking(objects)).toMatchObject({
      podCidrs: ['10.244.0.0/16', 'fd00:10:244::/56'],
      serviceCidrs: ['10.96.0.0/16'],
    })
  })

  it("k3s: the nodes' own subnets, and nothing of Services", async () => {
    const objects = [node('a', { podCIDR: '10.42.0.0/24' }), node('b', { podCIDRs: ['10.42.1.0/24'] }), node('c', {})]
    expect(await clusterNetworking(objects)).toMatchObject({
      podCidrs: ['10.42.0.0/24', '10.42.1.0/24'],
      serviceCidrs: [],
    })
  })

  it("kube-proxy's clusterCIDR counts where kubeadm names none", async () => {
    const objects = [configMap('kube-proxy', { 'config.conf': 'clusterCIDR: 10.1.0.0/16\nmode: iptables\n' })]
    expect((await clusterNetworking(objects)).podCidrs).toEqual(['10.1.0.0/16'])
  })

  it('ServiceCIDR objects go before what kubeadm was once told', async () => {
    expect((await clusterNetworking([kubeadm, serviceCidr('10.96.0.0/16', '10.100.0.0/16')])).serviceCidrs).toEqual([
      '10.96.0.0/16',
      '10.100.0.0/16',
    ])
  })
})

it('a subnet within another is left out, and what is none', () => {
  expect(
    joinSubnets(['10.0.1.0/24', '10.0.0.0/16', '10.0.0.0/16', '', '10.0.0.0', '10.0.0.0/33', '::/0', 'fd00::/8']),
  ).toEqual(['10.0.0.0/16', '::/0'])
})
