// NetworkPolicies by hand, on namespace shop with pod shop/web (app=web) and a pod of cluster DNS.
import type { KubernetesObject } from '../../src/model/snapshot.ts'

export function policyByHand(name: string, spec: Record<string, unknown>, namespace = 'shop'): KubernetesObject {
  return { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name, namespace }, spec }
}

const podByHand = (
  namespace: string,
  name: string,
  labels: Record<string, string>,
  podIP: string,
): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace, labels },
  status: { podIP },
})

export const dnsAddress = '10.244.1.53'

export const policyPods: readonly KubernetesObject[] = [
  podByHand('shop', 'web', { app: 'web' }, '10.244.1.10'),
  podByHand('kube-system', 'coredns', { 'k8s-app': 'kube-dns' }, dnsAddress),
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system', labels: { tier: 'system' } } },
  {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: 'kube-dns-1', namespace: 'kube-system', labels: { 'kubernetes.io/service-name': 'kube-dns' } },
    addressType: 'IPv4',
    ports: [{ name: 'dns', port: 53, protocol: 'UDP' }],
    endpoints: [{ addresses: [dnsAddress] }],
  },
]

export const calicoChain = 'cali-fw-cali1a2b3c'
export const calicoDrop = `-A ${calicoChain} -m comment --comment "Drop if no policies passed packet" -j DROP`

export function dropIn(chain: string) {
  return { kind: 'rule-drops', rule: `node-1#rule/iptables-nft/ip/filter/${chain}/1`, hook: 'forward' } as const
}
