// Holds rule localhost-is-the-pod to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import { connectionByHand, pathByHand, verdictByHand } from '../../../test/rules/facts-by-hand.ts'
import { factsOfPod, factsOfUnresolved } from '../../../test/rules/objects-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import { rule } from './rule.ts'

const nobody = { kind: 'nothing-listens', address: '127.0.0.1', port: 5432, others: [] } as const
const dialled = (namespace: string) =>
  connectionByHand([pathByHand(verdictByHand('refused', 7, namespace, nobody), 'ECONNREFUSED')], {
    service: null,
    to: { name: 'localhost', via: null, address: '127.0.0.1', port: 5432, protocol: 'tcp' },
  })

test('fires where the pod dials its own loopback, and names the Service that leads out', () => {
  const facts = factsOfPod({ DB_HOST: 'localhost', DB_PORT: '5432' }, { name: 'localhost', outcome: 'resolved' })
  const [found] = runRule(rule, { ...facts, connections: [dialled('shop/web')] })
  expect(found).toMatchObject({
    id: 'localhost-is-the-pod/127.0.0.1/5432',
    at: { stage: 0, namespace: 'shop/web' },
    message:
      'Address 127.0.0.1 port 5432 is refused: inside a pod, localhost is the pod itself (DB_HOST in the environment of container web says localhost), and nothing in shop/web listens on port 5432; postgres (pid 812) listens on host. Service shop/db leads to port 5432 outside: dial db:5432.',
    fixes: [{ title: 'Dial db:5432' }],
  })
})

test('fires for an ExternalName of localhost that nobody answers', () => {
  const [found] = rule.find(factsOfUnresolved('localhost'))
  expect(found?.id).toBe('localhost-is-the-pod/shop/db/5432')
})

test('is silent where the packet ended outside the pod', () => {
  const facts = factsOfPod({}, { name: 'localhost', outcome: 'resolved' })
  expect(runRule(rule, { ...facts, connections: [dialled('host')] })).toEqual([])
})
