// Holds rule stale-dns-answer to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import { connectionByHand } from '../../../test/rules/facts-by-hand.ts'
import { askedByHand, expectedByHand, factsOfObjects, queryByHand } from '../../../test/rules/objects-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import { rule } from './rule.ts'

const name = 'db.shop.svc.cluster.local.'
const to = { name: 'db', via: null, address: '172.18.0.4', port: 5432, protocol: 'tcp' as const }

function answered(first: string, again: string, fresh: string) {
  const asked = askedByHand('resolved', {
    addresses: ['172.18.0.4'],
    queries: [queryByHand(`${name} ${first}`)],
    again: [
      { ...queryByHand(`${name} ${again}`), afterMs: 1100 },
      { ...queryByHand(`${name} ${fresh}`), type: 'SRV', afterMs: 1100 },
    ],
  })
  return factsOfObjects([], [connectionByHand([], { to, asked, expected: expectedByHand('172.18.0.5') })])
}

const knows = 'SRV 172-18-0-5.db.shop.svc.cluster.local. 30'

test('fires where the TTL runs down and the server knows better', () => {
  const [found] = runRule(rule, answered('A 172.18.0.4 12', 'A 172.18.0.4 11', knows))
  expect(found).toMatchObject({
    id: 'stale-dns-answer/shop/db/5432',
    severity: 'error',
    message:
      'Service shop/db port 5432 is dialled at an old address: cluster DNS answers db with A 172.18.0.4 (TTL 12), which it keeps in its cache, while the objects say A 172.18.0.5. It heals within 11 s; wait, or empty the cache.',
  })
  expect(found?.evidence[0]?.text).toBe(
    'db.shop.svc.cluster.local. A from 10.96.0.10: A 172.18.0.4 (TTL 12); asked again after 1100 ms: A 172.18.0.4 (TTL 11)',
  )
})

test.each([
  ['the TTL stays as it is', answered('A 172.18.0.4 30', 'A 172.18.0.4 30', knows)],
  [
    'a fresh answer is old as well',
    answered('A 172.18.0.4 30', 'A 172.18.0.4 29', 'SRV 172-18-0-4.db.shop.svc.cluster.local. 30'),
  ],
  ['the answer is what the objects say', answered('A 172.18.0.5 12', 'A 172.18.0.5 11', knows)],
])('is silent where %s', (_, facts) => {
  expect(runRule(rule, facts)).toEqual([])
})
