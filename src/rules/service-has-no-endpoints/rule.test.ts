// Holds rule service-has-no-endpoints to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import { endpointsByHand, factsOfObjects, serviceByHand, sliceByHand } from '../../../test/rules/objects-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import { rule } from './rule.ts'

const db = serviceByHand('db', { clusterIP: '10.96.0.20' })

test('fires where no slice carries the label', () => {
  const [found] = runRule(rule, factsOfObjects([db]))
  expect(found).toMatchObject({
    id: 'service-has-no-endpoints/shop/db/5432',
    message:
      'Service shop/db port 5432 has no endpoint: it has no selector, and no EndpointSlice carries the label kubernetes.io/service-name=db, so every connection to 10.96.0.20 is refused. Write an EndpointSlice with that label and the address of the server.',
    fixes: [
      {
        actions: [
          {
            kind: 'manual',
            text: 'Write an EndpointSlice in namespace shop with the label kubernetes.io/service-name=db, the address of the server, and the ports postgres 5432.',
          },
        ],
      },
    ],
  })
})

test('says why Endpoints of the right name do not help', () => {
  const skipped = endpointsByHand('db', { 'endpointslice.kubernetes.io/skip-mirror': 'true' })
  const texts = [skipped, endpointsByHand('db')].map(
    (endpoints) => runRule(rule, factsOfObjects([db, endpoints]))[0]?.message,
  )
  expect(texts[0]).toContain(
    'no EndpointSlice was made of it (its label endpointslice.kubernetes.io/skip-mirror forbids it)',
  )
  expect(texts[1]).toContain('no EndpointSlice was made of it (is kube-controller-manager running?)')
})

test.each([
  ['a slice is there', [sliceByHand('db-1')]],
  ['its endpoints are not ready', [sliceByHand('db-1', { ready: false })]],
  ['a slice lacks the label', [sliceByHand('db-1', { service: null })]],
  ['Endpoints have another name', [endpointsByHand('db-ext')]],
])('is silent where %s', (_, objects) => {
  expect(runRule(rule, factsOfObjects([db, ...objects]))).toEqual([])
})

test('is silent for an ExternalName', () => {
  expect(
    runRule(rule, factsOfObjects([serviceByHand('db', { type: 'ExternalName', externalName: 'db.lan' })])),
  ).toEqual([])
})
