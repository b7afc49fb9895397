// Holds rule external-name-does-not-resolve to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import { factsOfUnresolved, queryByHand } from '../../../test/rules/objects-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import { rule } from './rule.ts'

test('fires where the alias is answered and nothing behind it', () => {
  const [found] = runRule(rule, factsOfUnresolved('db.lab'))
  expect(found).toMatchObject({
    id: 'external-name-does-not-resolve/shop/db/5432',
    affects: [{ from: 'shop/web', node: 'node-1' }],
    message:
      'Service shop/db port 5432 leads to db.lab, and that name does not resolve (EAI_NONAME): no name server that cluster DNS asks knows it. Cluster DNS answers with the alias alone, so clients see the Service and get no address. Correct externalName, or make the name known to the resolver that cluster DNS forwards to.',
  })
})

test('names the nearest Service where the target is one of the cluster that is not there', () => {
  const [found] = runRule(rule, factsOfUnresolved('dba.shop.svc.cluster.local', { others: ['dbb'] }))
  expect(found?.message).toContain(
    'no Service shop/dba is in this cluster, or it has no address; the nearest is dbb.shop.svc.cluster.local',
  )
})

test('is silent where the upstream resolver failed: that says nothing about the name', () => {
  const failed = queryByHand('db.lab. SERVFAIL')
  expect(runRule(rule, factsOfUnresolved('db.lab', { target: failed }))).toEqual([])
})

test('is silent for a name of the host', () => {
  expect(runRule(rule, factsOfUnresolved('host.docker.internal'))).toEqual([])
})
