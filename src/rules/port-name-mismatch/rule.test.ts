// Holds rule port-name-mismatch to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import { factsOfObjects, serviceByHand, sliceByHand } from '../../../test/rules/objects-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import { rule } from './rule.ts'

const db = serviceByHand('db', { clusterIP: '10.96.0.20' })

test('fires where the names of the port differ', () => {
  const [found] = runRule(rule, factsOfObjects([db, sliceByHand('db-1', { portName: 'pg' })]))
  expect(found).toMatchObject({
    id: 'port-name-mismatch/shop/db/5432',
    message:
      'Service shop/db port 5432 has no endpoint: the Service calls its port postgres/TCP, EndpointSlice shop/db-1 calls it pg/TCP. kube-proxy joins the two by name and protocol, so every connection to 10.96.0.20 is refused although the slice looks filled. Give both the same name.',
    fixes: [{ actions: [{ body: { ports: [{ name: 'postgres', port: 5432, protocol: 'TCP' }] } }] }],
  })
})

test('fires where the protocols differ, and where one of the two has no name', () => {
  const protocol = runRule(rule, factsOfObjects([db, sliceByHand('db-1', { protocol: 'UDP' })]))
  const unnamed = runRule(rule, factsOfObjects([db, sliceByHand('db-1', { portName: '' })]))
  expect(protocol[0]?.message).toContain('calls it postgres/UDP')
  expect(unnamed[0]?.message).toContain('calls it (no name)/TCP')
})

test('leaves the ports that fit as they are', () => {
  const ports = [
    { name: 'postgres', port: 5432, protocol: 'TCP' },
    { name: 'metrics', port: 9187, protocol: 'TCP' },
  ]
  const slice = { ...sliceByHand('db-1'), ports: [{ ...ports[0] }, { ...ports[1], name: 'prom' }] }
  const found = runRule(rule, factsOfObjects([serviceByHand('db', { clusterIP: '10.96.0.20', ports }), slice]))
  expect(found.map(({ id }) => id)).toEqual(['port-name-mismatch/shop/db/9187'])
  expect(found[0]?.fixes[0]?.actions).toMatchObject([{ body: { ports } }])
})

test.each([
  ['name and protocol are the same, whatever the number', db, [sliceByHand('db-1', { port: 15432 })]],
  ['the Service is headless', serviceByHand('db', { clusterIP: 'None' }), [sliceByHand('db-1', { portName: 'pg' })]],
  ['another slice fits', db, [sliceByHand('db-1', { portName: 'pg' }), sliceByHand('db-2')]],
])('is silent where %s', (_, service, slices) => {
  expect(runRule(rule, factsOfObjects([service, ...slices]))).toEqual([])
})
