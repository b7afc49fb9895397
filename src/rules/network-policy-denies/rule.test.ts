// Holds rule network-policy-denies, and what it takes from the objects, to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import {
  connectionByHand,
  pathByHand,
  rulesetByHand,
  snapshotByHand,
  verdictByHand,
} from '../../../test/rules/facts-by-hand.ts'
import { factsOfObjects, serviceByHand, sliceByHand } from '../../../test/rules/objects-by-hand.ts'
import { calicoChain, calicoDrop, dropIn, policyByHand, policyPods } from '../../../test/rules/policy-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import type { KubernetesObject } from '../../model/snapshot.ts'
import { rule } from './rule.ts'

/** shop/web dials Service shop/db; its packet, translated to 172.18.0.1:5432, is dropped in that chain of node-1. */
function dropped(policies: readonly KubernetesObject[], chain = calicoChain, text = calicoDrop) {
  const rulesets = [rulesetByHand({ name: chain }, [text])]
  const path = pathByHand(verdictByHand('dropped', 4, 'node-1', dropIn(chain)), 'timeout')
  return factsOfObjects(
    [serviceByHand('db', { clusterIP: '10.96.0.20' }), sliceByHand('db-1'), ...policyPods, ...policies],
    [connectionByHand([path])],
    snapshotByHand({ 'node-1': { rulesets } }),
  )
}

const to = (...egress: readonly unknown[]) => policyByHand('some', { podSelector: {}, policyTypes: ['Egress'], egress })

test('fires where a policy allows other things alone', () => {
  const [found, ...more] = runRule(rule, dropped([to({ ports: [{ protocol: 'UDP', port: 53 }] })]))
  expect(more).toEqual([])
  expect(found).toMatchObject({
    id: 'network-policy-denies/shop/db/5432',
    evidence: [{ kind: 'rule' }, { text: 'NetworkPolicy shop/some: for all, lets out to anything, UDP/53' }],
    at: { stage: 4, namespace: 'node-1' },
    message:
      'Service shop/db port 5432 times out: NetworkPolicy shop/some selects pod shop/web and lets nothing out to tcp 172.18.0.1:5432, which the ClusterIP was translated to before policies are looked at; Calico drops it on node-1 by rule 1 of chain cali-fw-cali1a2b3c (-A cali-fw-cali1a2b3c -m comment --comment "Drop if no policies passed packet" -j DROP). Allow this one address and port by a policy.',
    fixes: [
      {
        actions: [
          {
            verb: 'create',
            body: {
              spec: {
                egress: [{ to: [{ ipBlock: { cidr: '172.18.0.1/32' } }], ports: [{ protocol: 'TCP', port: 5432 }] }],
              },
            },
          },
        ],
      },
    ],
  })
})

test.each([
  ['nothing at all is allowed', to()],
  ['the ClusterIP is allowed', to({ to: [{ ipBlock: { cidr: '10.96.0.20/32' } }] })],
  ['the address is excepted', to({ to: [{ ipBlock: { cidr: '172.18.0.0/16', except: ['172.18.0.0/24'] } }] })],
  ['pods alone are allowed', to({ to: [{ podSelector: {} }, { namespaceSelector: {} }] })],
  ['another range of ports is allowed', to({ ports: [{ port: 6000, endPort: 7000 }] })],
  [
    'the pod is selected by an expression',
    policyByHand('some', {
      podSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['web'] }] },
      policyTypes: ['Egress'],
    }),
  ],
])('fires where %s', (_, policy) => {
  expect(runRule(rule, dropped([policy]))).toHaveLength(1)
})

test.each([
  ['no policy is there', dropped([])],
  ['a policy allows the address', dropped([to({ to: [{ ipBlock: { cidr: '172.18.0.0/16' } }] })])],
  ['one of two policies allows it', dropped([to(), policyByHand('more', { policyTypes: ['Egress'], egress: [{}] })])],
  ['a range of ports holds it', dropped([to({ ports: [{ protocol: 'TCP', port: 5000, endPort: 6000 }] })])],
  ['a port by name may be meant', dropped([to({ ports: [{ protocol: 'TCP', port: 'postgres' }] })])],
  ['the policy is of type Ingress', dropped([policyByHand('some', { podSelector: {}, policyTypes: ['Ingress'] })])],
  [
    'the policy selects other pods',
    dropped([policyByHand('some', { podSelector: { matchLabels: { app: 'db' } }, policyTypes: ['Egress'] })]),
  ],
  [
    'the policy is of another namespace',
    dropped([policyByHand('some', { podSelector: {}, policyTypes: ['Egress'] }, 'jobs')]),
  ],
  ["the chain is nobody's policy", dropped([to()], 'FORWARD', '-A FORWARD -p tcp -j DROP')],
])('is silent where %s', (_, facts) => {
  expect(runRule(rule, facts)).toEqual([])
})
