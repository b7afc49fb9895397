// Holds rule endpoint-address-stale to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import { connectionByHand, pathByHand, snapshotByHand, verdictByHand } from '../../../test/rules/facts-by-hand.ts'
import { factsOfObjects, serviceByHand, sliceByHand } from '../../../test/rules/objects-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import { rule } from './rule.ts'

const old = '172.18.0.9'

/** Service shop/db leads to 172.18.0.9, which nobody on Docker network kind has; these containers are there. */
function unanswered(containers: Readonly<Record<string, string>>, endpoint = old) {
  const reason = {
    kind: 'neighbour-unanswered',
    address: old,
    link: 'eth0',
    asGateway: false,
    route: null,
    silent: null,
    remembered: null,
  } as const
  const docker = {
    networks: [{ Name: 'kind', IPAM: { Config: [{ Subnet: '172.18.0.0/16' }] } }],
    containers: Object.entries(containers).map(([name, address]) => ({
      Name: `/${name}`,
      NetworkSettings: { Networks: { kind: { IPAddress: address } } },
    })),
  }
  const path = pathByHand(verdictByHand('unreachable', 5, 'node-1', reason), 'EHOSTUNREACH')
  return factsOfObjects(
    [serviceByHand('db', { clusterIP: '10.96.0.20' }), sliceByHand('db-1', { address: endpoint })],
    [connectionByHand([path])],
    snapshotByHand({}, docker),
  )
}

test('fires where the container of that name has another address now', () => {
  const [found] = runRule(rule, unanswered({ 'shop-db-1': '172.18.0.5', web: '172.18.0.6' }))
  expect(found).toMatchObject({
    id: 'endpoint-address-stale/shop/db/5432',
    at: { stage: 0, namespace: null },
    fixes: [{ title: 'Put 172.18.0.5 in the slice' }],
  })
  expect(found?.message).toContain('container shop-db-1 has 172.18.0.5 there now')
  expect(found?.fixes[0]?.actions[0]).toMatchObject({ body: { endpoints: [{ addresses: ['172.18.0.5'] }] } })
})

test.each([
  ['no container is named for the Service', unanswered({ web: '172.18.0.6', adbc: '172.18.0.7' })],
  ['two containers are', unanswered({ 'shop-db-1': '172.18.0.5', 'shop-db-2': '172.18.0.6' })],
  ['the container has the address, and does not answer', unanswered({ 'shop-db-1': old })],
  ['the endpoint is another address', unanswered({ 'shop-db-1': '172.18.0.5' }, '172.18.0.1')],
])('is silent where %s', (_, facts) => {
  expect(runRule(rule, facts)).toEqual([])
})
