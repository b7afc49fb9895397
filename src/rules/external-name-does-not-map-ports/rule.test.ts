// Holds rule external-name-does-not-map-ports to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import { connectionByHand, pathByHand, snapshotByHand, verdictByHand } from '../../../test/rules/facts-by-hand.ts'
import { factsOfObjects, serviceByHand } from '../../../test/rules/objects-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import { rule } from './rule.ts'

const to = { name: 'db', via: null, address: '172.18.0.1', port: 80, protocol: 'tcp' } as const

function dialledAt80(targetPort: number | string, type: Record<string, unknown>) {
  const reason = { kind: 'nothing-listens', address: '172.18.0.1', port: 80, others: [] } as const
  const path = pathByHand(verdictByHand('refused', 7, 'host', reason), 'ECONNREFUSED')
  const service = serviceByHand('db', { ...type, ports: [{ name: 'web', port: 80, protocol: 'TCP', targetPort }] })
  const connection = connectionByHand([path], { to, service: { namespace: 'shop', name: 'db', port: 80 } })
  return factsOfObjects([service], [connection], snapshotByHand())
}

const external = { type: 'ExternalName', externalName: 'db.lan' }

test('fires where the server listens on the targetPort', () => {
  const [found] = runRule(rule, dialledAt80(5432, external))
  expect(found).toMatchObject({
    id: 'external-name-does-not-map-ports/shop/db/80',
    at: { stage: 0, namespace: null },
    fixes: [{ title: 'Let the clients dial port 5432' }],
  })
  expect(found?.message).toContain(
    'clients dial port 80 of db.lan itself; postgres (pid 812) listens on targetPort 5432 there',
  )
})

test.each([
  ['targetPort is the port', dialledAt80(80, external)],
  ['targetPort is a name', dialledAt80('postgres', external)],
  ['nobody listens on the targetPort', dialledAt80(6000, external)],
  ['the Service is headless', dialledAt80(5432, { clusterIP: 'None' })],
])('is silent where %s', (_, facts) => {
  expect(runRule(rule, facts)).toEqual([])
})
