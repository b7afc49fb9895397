// Holds rule endpoint-port-wrong to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import { connectionByHand, pathByHand, snapshotByHand, verdictByHand } from '../../../test/rules/facts-by-hand.ts'
import { factsOfObjects, serviceByHand, sliceByHand } from '../../../test/rules/objects-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import { rule } from './rule.ts'

/** shop/db 5432 whose slice says another port, dialled where only 172.18.0.1:5432 listens. */
function refusedAt(
  port: number,
  spec: Record<string, unknown> = { clusterIP: '10.96.0.20' },
  others: readonly string[] = [],
) {
  const reason = { kind: 'nothing-listens', address: '172.18.0.1', port, others } as const
  const path = pathByHand(verdictByHand('refused', 7, 'host', reason), 'ECONNREFUSED')
  return factsOfObjects(
    [serviceByHand('db', spec), sliceByHand('db-1', { port })],
    [connectionByHand([path])],
    snapshotByHand(),
  )
}

test('fires where the slice names a port of nobody and the Service one that is served', () => {
  const [found] = runRule(rule, refusedAt(5433))
  expect(found).toMatchObject({
    id: 'endpoint-port-wrong/shop/db/5432',
    at: { stage: 0, namespace: null },
    fixes: [{ title: 'Give the slice port 5432' }],
  })
  expect(found?.message).toContain(
    'EndpointSlice shop/db-1 sends it to 172.18.0.1:5433, where nothing listens, while the Service says targetPort 5432, and there postgres (pid 812) listens.',
  )
  expect(found?.fixes[0]?.actions[0]).toMatchObject({
    verb: 'patch',
    body: { ports: [{ name: 'postgres', port: 5432, protocol: 'TCP' }] },
  })
})

test.each([
  ['the Service says the same port', refusedAt(5432)],
  ['a server listens on that port, if on another address', refusedAt(5433, undefined, ['host#socket/0'])],
  ['the Service is headless: its slice decides no port', refusedAt(5433, { clusterIP: 'None' })],
  [
    'nobody listens on the port of the Service either',
    refusedAt(5433, {
      clusterIP: '10.96.0.20',
      ports: [{ name: 'postgres', port: 6000, protocol: 'TCP', targetPort: 6000 }],
    }),
  ],
])('is silent where %s', (_, facts) => {
  expect(runRule(rule, facts)).toEqual([])
})
