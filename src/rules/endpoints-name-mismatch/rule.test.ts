// Holds rule endpoints-name-mismatch to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import { endpointsByHand, factsOfObjects, serviceByHand, sliceByHand } from '../../../test/rules/objects-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import { rule } from './rule.ts'

const db = serviceByHand('db', { clusterIP: '10.96.0.20' })

test('fires for Endpoints of another name, and offers a slice with their addresses', () => {
  const [found] = runRule(rule, factsOfObjects([db, endpointsByHand('db-ext')]))
  expect(found).toMatchObject({
    id: 'endpoints-name-mismatch/shop/db/5432',
    message:
      'Service shop/db port 5432 has no endpoint: Endpoints shop/db-ext (172.18.0.1) belongs by its own name to Service shop/db-ext, which is not there, and so every connection to 10.96.0.20 is refused. Endpoints belong to a Service by its name and namespace alone: give them those of shop/db.',
    fixes: [
      {
        actions: [
          {
            verb: 'create',
            object: { kind: 'EndpointSlice', namespace: 'shop', name: 'db-ipv4' },
            body: {
              metadata: { labels: { 'kubernetes.io/service-name': 'db' } },
              addressType: 'IPv4',
              ports: [{ name: 'postgres', port: 5432, protocol: 'TCP' }],
              endpoints: [{ addresses: ['172.18.0.1'], conditions: { ready: true } }],
            },
          },
        ],
      },
    ],
  })
})

test('fires for a slice whose label names a Service that is not there, and offers to label it', () => {
  const [found] = runRule(rule, factsOfObjects([db, sliceByHand('db-1', { service: 'database' })]))
  expect(found?.message).toContain(
    'EndpointSlice shop/db-1 (172.18.0.1) belongs by its label kubernetes.io/service-name to Service shop/database',
  )
  expect(found?.fixes[0]?.actions).toMatchObject([{ verb: 'patch', object: { name: 'db-1' } }])
})

test.each([
  ['the Service that they name is there', [serviceByHand('db-ext', {}), endpointsByHand('db-ext')]],
  ['the Service has a slice of its own', [sliceByHand('db-1'), endpointsByHand('db-ext')]],
  ['their name and port resemble nothing of it', [sliceByHand('x', { service: 'mailer', portName: 'smtp', port: 25 })]],
])('is silent where %s', (_, objects) => {
  expect(runRule(rule, factsOfObjects([db, ...objects]))).toEqual([])
})
