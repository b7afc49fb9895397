// Holds rule endpoints-not-ready to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import { factsOfObjects, serviceByHand, sliceByHand } from '../../../test/rules/objects-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import { rule } from './rule.ts'

const db = serviceByHand('db', { clusterIP: 'None' })

test('fires where the only endpoint is not ready, and writes it again whole', () => {
  const [found] = runRule(rule, factsOfObjects([db, sliceByHand('db-1', { ready: false })]))
  expect(found).toMatchObject({
    id: 'endpoints-not-ready/shop/db/5432',
    message:
      'Service shop/db port 5432 has no endpoint that is ready: EndpointSlice shop/db-1 marks 172.18.0.1 with ready: false, so kube-proxy and cluster DNS leave it out, and its name has no address. No probe watches an endpoint outside the cluster, so it stays so until somebody changes it: set ready: true once the server is there.',
    fixes: [{ actions: [{ body: { endpoints: [{ addresses: ['172.18.0.1'], conditions: { ready: true } }] } }] }],
  })
})

test.each([
  ['one endpoint is ready', [sliceByHand('db-1', { ready: false }), sliceByHand('db-2')]],
  ['there is none at all', []],
])('is silent where %s', (_, objects) => {
  expect(runRule(rule, factsOfObjects([db, ...objects]))).toEqual([])
})

test('is silent where readiness is not told', () => {
  const slice = { ...sliceByHand('db-1'), endpoints: [{ addresses: ['172.18.0.1'] }] }
  expect(runRule(rule, factsOfObjects([db, slice]))).toEqual([])
})
