// Holds rule external-name-is-an-address to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import { factsOfObjects, serviceByHand } from '../../../test/rules/objects-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import { rule } from './rule.ts'

const named = (externalName: string) => factsOfObjects([serviceByHand('db', { type: 'ExternalName', externalName })])

test('fires for an address, and offers a headless Service with it', () => {
  const [found] = runRule(rule, named('192.168.50.20'))
  expect(found).toMatchObject({
    id: 'external-name-is-an-address/shop/db/5432',
    message:
      'Service shop/db port 5432 has no answer: its externalName is 192.168.50.20, an address. An ExternalName becomes a CNAME, which holds a name, so cluster DNS passes it over and the name does not exist (EAI_NONAME). Use a Service without a selector and an EndpointSlice with that address.',
    fixes: [
      {
        actions: [
          { verb: 'patch', body: { spec: { type: 'ClusterIP', clusterIP: 'None', externalName: null } } },
          { verb: 'create', body: { addressType: 'IPv4', endpoints: [{ addresses: ['192.168.50.20'] }] } },
        ],
      },
    ],
  })
})

test('fires for an IPv6 address', () => {
  expect(runRule(rule, named('fd00:50::20')).map(({ id }) => id)).toEqual(['external-name-is-an-address/shop/db/5432'])
})

test.each(['db.lan', '192.168.50.20.nip.io', 'localhost'])('is silent for the name %s', (name) => {
  expect(runRule(rule, named(name))).toEqual([])
})
