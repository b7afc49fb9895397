// Holds rule network-policy-forgets-dns to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import { dnsFacts } from '../../../test/rules/dns-by-hand.ts'
import { policyByHand, policyPods } from '../../../test/rules/policy-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import type { KubernetesObject } from '../../model/snapshot.ts'
import { rule } from './rule.ts'

const chain = 'KUBE-POD-FW-7ZZQ2MSIJ3XTKD5O'
const egress = (...rules: readonly unknown[]) =>
  policyByHand('outside', { podSelector: {}, policyTypes: ['Egress'], egress: rules })
const outside = { to: [{ ipBlock: { cidr: '172.18.0.0/16' } }] }

function asked(policies: readonly KubernetesObject[], droppedIn = chain) {
  return dnsFacts({ droppedIn, objects: [...policyPods, ...policies] })
}

test('fires where the question ends in a chain of a policy that forgets DNS', () => {
  const [found, ...more] = runRule(rule, asked([egress(outside)]))
  expect(more).toEqual([])
  expect(found).toMatchObject({
    id: 'network-policy-forgets-dns/kube-system/kube-dns/53',
    at: { stage: 4, namespace: 'node-1' },
    affects: [{ from: 'shop/web', node: 'node-1' }],
    message:
      'No name resolves in shop/web: NetworkPolicy shop/outside selects it and lets no question out to cluster DNS (10.244.1.53:53); kube-router drops it on node-1 by rule 1 of chain KUBE-POD-FW-7ZZQ2MSIJ3XTKD5O (-A KUBE-POD-FW-7ZZQ2MSIJ3XTKD5O -j DROP). What the policy allows is reached by its bare address alone. Allow port 53 to cluster DNS, UDP and TCP.',
    fixes: [{ title: 'Let these pods ask cluster DNS', actions: [{ verb: 'create' }] }],
  })
})

const byLabels = {
  to: [
    { namespaceSelector: { matchLabels: { tier: 'system' } }, podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } },
  ],
  ports: [{ protocol: 'UDP', port: 53 }],
}

test('fires where cluster DNS may be asked over TCP alone', () => {
  expect(runRule(rule, asked([egress({ ports: [{ protocol: 'TCP', port: 53 }] })]))).toHaveLength(1)
})

test.each([
  ['no policy selects the pod', asked([])],
  ['a policy allows it by labels', asked([egress(outside, byLabels)])],
  ['a policy allows the port to everybody', asked([egress({ ports: [{ protocol: 'UDP', port: 53 }] })])],
  ['the chain is no policy’s', asked([egress(outside)], 'FORWARD')],
  ['cluster DNS answers', dnsFacts({ answers: 'NXDOMAIN', objects: [...policyPods, egress(outside)] })],
])('is silent where %s', (_, facts) => {
  expect(runRule(rule, facts)).toEqual([])
})
