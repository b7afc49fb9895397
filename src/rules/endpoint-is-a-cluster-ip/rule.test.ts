// Holds rule endpoint-is-a-cluster-ip to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import { connectionByHand, pathByHand, verdictByHand } from '../../../test/rules/facts-by-hand.ts'
import { factsOfObjects, serviceByHand, sliceByHand } from '../../../test/rules/objects-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import { rule } from './rule.ts'

/** shop/db with that endpoint, beside shop/cache whose ClusterIP is 10.96.0.30; no connection comes about, or one does. */
function dialled(address: string, outcome: 'timeout' | 'connected') {
  const dropped = verdictByHand('dropped', 6, 'host', { kind: 'left-by-uplink', link: 'eth0' })
  return factsOfObjects(
    [
      serviceByHand('db', { clusterIP: '10.96.0.20' }),
      sliceByHand('db-1', { address }),
      serviceByHand('cache', { clusterIP: '10.96.0.30', selector: { app: 'cache' } }),
    ],
    [connectionByHand([pathByHand(dropped, outcome)])],
  )
}

test('fires where the endpoint is the ClusterIP of another Service', () => {
  const [found] = runRule(rule, dialled('10.96.0.30', 'timeout'))
  expect(found).toMatchObject({ id: 'endpoint-is-a-cluster-ip/shop/db/5432', severity: 'error' })
  expect(found?.message).toContain('EndpointSlice shop/db-1 names 10.96.0.30, the ClusterIP of Service shop/cache.')
  expect(found?.message).toContain('make it an ExternalName to cache.shop.svc.cluster.local')
})

test('fires for an address of the range of ClusterIPs that no Service has', () => {
  expect(runRule(rule, dialled('10.96.7.7', 'timeout'))[0]?.message).toContain('in the range of ClusterIPs')
})

test.each([
  ['the endpoint is a machine', dialled('172.18.0.1', 'timeout')],
  ['the connection comes about all the same', dialled('10.96.0.30', 'connected')],
])('is silent where %s', (_, facts) => {
  expect(runRule(rule, facts)).toEqual([])
})
