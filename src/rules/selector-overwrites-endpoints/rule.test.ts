// Holds rule selector-overwrites-endpoints to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import { endpointsByHand, factsOfObjects, serviceByHand, sliceByHand } from '../../../test/rules/objects-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import { rule } from './rule.ts'

const selected = serviceByHand('db', { clusterIP: '10.96.0.20', selector: { app: 'db' } })
const empty = { ...sliceByHand('db-x2k7p'), endpoints: [] }

test('fires where Endpoints are written by hand beside a selector that finds nothing', () => {
  const [found, ...more] = runRule(rule, factsOfObjects([selected, empty, endpointsByHand('db')]))
  expect(more).toEqual([])
  expect(found).toMatchObject({
    id: 'selector-overwrites-endpoints/shop/db/5432',
    severity: 'error',
    at: { stage: 0, namespace: null },
    message:
      'Service shop/db port 5432 has no endpoint: it has the selector app=db, and no pod stands in its slices, so every connection to 10.96.0.20 is refused. Endpoints shop/db (172.18.0.1) was written by hand and counts for nothing: a Service with a selector gets slices of its pods alone, and the endpoints controller writes over these Endpoints at its next look. Take the selector away, and write the EndpointSlice yourself.',
    fixes: [
      {
        actions: [
          { verb: 'patch', body: { spec: { selector: null } } },
          { verb: 'create', body: { endpoints: [{ addresses: ['172.18.0.1'] }] } },
        ],
      },
    ],
  })
})

const pod = { kind: 'Pod', name: 'db-0', namespace: 'shop' }
const ofPods = {
  ...endpointsByHand('db'),
  subsets: [{ notReadyAddresses: [{ ip: '10.244.1.7', targetRef: pod }], ports: [{ port: 5432 }] }],
}

test.each([
  ['the Service has no selector', [serviceByHand('db', { clusterIP: '10.96.0.20' }), endpointsByHand('db')]],
  ['the selector finds nothing, and nobody wrote Endpoints', [selected, empty]],
  ['the Endpoints are empty', [selected, empty, { ...endpointsByHand('db'), subsets: [] }]],
  ['a slice written by hand carries the label: kube-proxy takes it', [selected, empty, sliceByHand('db-1')]],
  ['the Endpoints are of pods that are not ready', [selected, empty, ofPods]],
  ['the Endpoints are of another Service', [selected, empty, endpointsByHand('other')]],
])('is silent where %s', (_, objects) => {
  expect(runRule(rule, factsOfObjects(objects))).toEqual([])
})
