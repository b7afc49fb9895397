// Holds rule service-port-not-served to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import { factsOfPod } from '../../../test/rules/objects-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import { rule } from './rule.ts'

test('fires where a pod is told another port', () => {
  const [found] = runRule(rule, factsOfPod({ DB_URL: 'postgres://db:5433/app' }, { name: 'db', outcome: 'resolved' }))
  expect(found).toMatchObject({
    id: 'service-port-not-served/shop/db/5433',
    affects: [{ from: 'shop/web', node: 'node-1' }],
    message:
      'Service shop/db port 5433 does not exist: pod shop/web is told to dial it (DB_URL in the environment of container web says db:5433), and the Service has 5432/TCP. kube-proxy has no rule for another port of the ClusterIP, so the packet leaves the node for an address of nobody. Dial a port that the Service has, or add this one to Service and slice.',
  })
})

test.each([
  'postgres://db:5432/app',
  'postgres://db.shop.svc.cluster.local/app',
  'postgres://db.jobs:5433/app',
  'postgres://db.lan:5433',
])('is silent for %s', (url) => {
  expect(runRule(rule, factsOfPod({ DB_URL: url }, { name: 'db', outcome: 'resolved' }))).toEqual([])
})
