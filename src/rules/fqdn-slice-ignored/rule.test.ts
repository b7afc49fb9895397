// Holds rule fqdn-slice-ignored to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import { factsOfObjects, serviceByHand, sliceByHand } from '../../../test/rules/objects-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import { rule } from './rule.ts'

const db = serviceByHand('db', { clusterIP: '10.96.0.20' })
const names = { ...sliceByHand('db-1', { address: 'db.lan' }), addressType: 'FQDN' }

test('fires where the only slice holds a host name', () => {
  const [found, ...more] = runRule(rule, factsOfObjects([db, names]))
  expect(more).toEqual([])
  expect(found).toMatchObject({
    id: 'fqdn-slice-ignored/shop/db/5432',
    at: { stage: 0, namespace: null },
    message:
      "Service shop/db port 5432 has no endpoint: EndpointSlice shop/db-1 is of addressType FQDN and holds the name db.lan, and kube-proxy ignores such slices, so every connection to 10.96.0.20 is refused. For a name make the Service an ExternalName; for a ClusterIP write a slice with the server's address.",
    fixes: [
      { actions: [{ verb: 'delete' }, { verb: 'patch', body: { spec: { externalName: 'db.lan' } } }] },
      { actions: [{ kind: 'manual' }] },
    ],
  })
})

test.each([
  ['another slice holds an address', [db, names, sliceByHand('db-2')]],
  ['the slice belongs to another Service', [db, { ...names, metadata: { ...names.metadata, labels: {} } }]],
  ['the slice is empty', [db, { ...names, endpoints: [] }]],
  ['the Service is headless', [serviceByHand('db', { clusterIP: 'None' }), names]],
])('is silent where %s', (_, objects) => {
  expect(runRule(rule, factsOfObjects(objects))).toEqual([])
})
