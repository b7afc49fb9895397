// Holds rule name-not-found to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import { factsOfPod } from '../../../test/rules/objects-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import { rule } from './rule.ts'

test('fires for a Service in a namespace that is not there, and names the nearest', () => {
  const [found] = runRule(rule, factsOfPod({ DB_URL: 'postgres://db.shops:5432' }, { name: 'db.shops' }))
  expect(found).toMatchObject({
    id: 'name-not-found/shop/web/5432',
    message:
      'Pod shop/web is told to dial db.shops (DB_URL in the environment of container web), and that name does not exist (EAI_NONAME): there is no namespace shops. The nearest is db.shop. Correct it where the pod is made.',
  })
})

test('fires for another cluster domain', () => {
  const name = 'db.shop.svc.k8s.local'
  const [found] = runRule(rule, factsOfPod({ DB_URL: `postgres://${name}:5432` }, { name }))
  expect(found?.message).toContain("the cluster's domain is cluster.local, not k8s.local. The nearest is db.shop.")
})

test.each([
  ['the name is one of the Internet', 'api.example.com', {}],
  ['a bare name resembles no Service', 'payments', {}],
  ['the server failed instead of denying it', 'db.shops', { rcode: 'SERVFAIL', outcome: 'EAI_AGAIN' as const }],
  ['the name resolves', 'db.shops', { outcome: 'resolved' as const }],
])('is silent where %s', (_, name, more) => {
  expect(runRule(rule, factsOfPod({ DB_URL: `postgres://${name}:5432` }, { name, ...more }))).toEqual([])
})
