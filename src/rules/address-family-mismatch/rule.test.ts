// Holds rule address-family-mismatch to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import { linkByHand, snapshotByHand } from '../../../test/rules/facts-by-hand.ts'
import { factsOfObjects, serviceByHand, sliceByHand } from '../../../test/rules/objects-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import { rule } from './rule.ts'

const db = serviceByHand('db', { clusterIP: '10.96.0.20' })
const six = sliceByHand('db-1', { address: 'fc00::1' })

test('fires where the only endpoint is of the other family', () => {
  const [found, ...more] = runRule(rule, factsOfObjects([db, six]))
  expect(more).toEqual([])
  expect(found).toMatchObject({
    id: 'address-family-mismatch/shop/db/5432',
    at: { stage: 0, namespace: null },
    message:
      'Service shop/db port 5432 has no endpoint: its ClusterIP 10.96.0.20 is IPv4, and EndpointSlice shop/db-1 is of addressType IPv6 (fc00::1). kube-proxy pairs a ClusterIP with endpoints of its own family alone, so every connection to 10.96.0.20 is refused. Write a slice of addressType IPv4 with an IPv4 address of the server.',
    fixes: [{ title: 'Write a slice of addressType IPv4', actions: [{ kind: 'manual' }] }],
  })
})

test('offers the address of the right family that the same machine has', () => {
  const links = [linkByHand(2, 'br-kind', { addresses: ['172.18.0.1/16', 'fc00::1/64'] })]
  const [found] = runRule(rule, factsOfObjects([db, six], [], snapshotByHand({ host: { links } })))
  expect(found?.fixes).toMatchObject([
    {
      title: 'Make a slice with 172.18.0.1, where the same machine is reached',
      actions: [{ verb: 'create', body: { addressType: 'IPv4', endpoints: [{ addresses: ['172.18.0.1'] }] } }],
    },
  ])
})

const both = serviceByHand('db', { clusterIP: '10.96.0.20', clusterIPs: ['10.96.0.20', 'fd00::20'] })

test.each([
  ['the families are the same', [db, sliceByHand('db-1')]],
  ['an endpoint of the right family is there as well', [db, six, sliceByHand('db-2')]],
  ['the Service has a ClusterIP of each family', [both, six]],
  ['the Service is headless: its name gives the address', [serviceByHand('db', { clusterIP: 'None' }), six]],
  ['there is no endpoint at all', [db]],
])('is silent where %s', (_, objects) => {
  expect(runRule(rule, factsOfObjects(objects))).toEqual([])
})
