// Holds rule headless-port-not-remapped to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import { connectionByHand, pathByHand, snapshotByHand, verdictByHand } from '../../../test/rules/facts-by-hand.ts'
import { factsOfObjects, serviceByHand, sliceByHand } from '../../../test/rules/objects-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import { rule } from './rule.ts'

const to = { name: 'db', via: null, address: '172.18.0.1', port: 80, protocol: 'tcp' } as const
const ports = [{ name: 'postgres', port: 80, protocol: 'TCP', targetPort: 5432 }]

function dialledAt80(clusterIP: string, slicePort: number) {
  const reason = { kind: 'nothing-listens', address: '172.18.0.1', port: 80, others: [] } as const
  const path = pathByHand(verdictByHand('refused', 7, 'host', reason), 'ECONNREFUSED')
  return factsOfObjects(
    [serviceByHand('db', { clusterIP, ports }), sliceByHand('db-1', { port: slicePort })],
    [connectionByHand([path], { to, service: { namespace: 'shop', name: 'db', port: 80 } })],
    snapshotByHand(),
  )
}

test('fires where the endpoint says another port, and there is a server', () => {
  const [found] = runRule(rule, dialledAt80('None', 5432))
  expect(found).toMatchObject({
    id: 'headless-port-not-remapped/shop/db/80',
    at: { stage: 0, namespace: null },
    fixes: [
      { title: 'Give the Service port 5432, and let its clients dial it' },
      { title: 'Make it a ClusterIP Service, which turns port 80 into 172.18.0.1:5432' },
    ],
  })
  expect(found?.message).toContain(
    'clients dial port 80 there, and nothing turns that into port 5432, where postgres (pid 812) listens',
  )
})

test.each([
  ['the endpoint says the same port', dialledAt80('None', 80)],
  ['nobody listens on the port of the endpoint', dialledAt80('None', 6000)],
  ['the Service has a ClusterIP', dialledAt80('10.96.0.20', 5432)],
])('is silent where %s', (_, facts) => {
  expect(runRule(rule, facts)).toEqual([])
})
