// Holds rule coredns-not-updated to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import {
  askedByHand,
  expectedByHand,
  factsOfObjects,
  queryByHand,
  unresolvedByHand,
} from '../../../test/rules/objects-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import { rule } from './rule.ts'

const name = 'db.shop.svc.cluster.local.'

function denied(first: string, again: string, fresh: string | null) {
  const asked = askedByHand('EAI_NONAME', {
    queries: [queryByHand(`${name} ${first}`)],
    again: [
      { ...queryByHand(`${name} ${again}`), afterMs: 1100 },
      ...(fresh === null ? [] : [{ ...queryByHand(`${name} ${fresh}`), type: 'SRV' as const, afterMs: 1100 }]),
    ],
  })
  return factsOfObjects([], [unresolvedByHand({}, { asked, expected: expectedByHand('172.18.0.1') })])
}

test('fires where the TTL stays: no cache made that answer', () => {
  const [found] = runRule(rule, denied('NXDOMAIN 30', 'NXDOMAIN 30', null))
  expect(found).toMatchObject({
    id: 'coredns-not-updated/shop/db/5432',
    message:
      'Service shop/db port 5432 is answered from old objects: cluster DNS says NXDOMAIN (TTL 30) for db, the objects say A 172.18.0.1, and the answer is made anew each time, so it is not a cache. Cluster DNS has lost its watch of the API, or may not read it: look at its log and at its ClusterRole, then start it anew.',
  })
})

test('fires where an answer that nobody had asked for before comes from the old objects', () => {
  expect(runRule(rule, denied('NXDOMAIN 30', 'NXDOMAIN 29', 'NXDOMAIN 30')).map(({ id }) => id)).toEqual([
    'coredns-not-updated/shop/db/5432',
  ])
})

test.each([
  [
    'the fresh answer knows the objects',
    denied('NXDOMAIN 20', 'NXDOMAIN 19', 'SRV 172-18-0-1.db.shop.svc.cluster.local. 30'),
  ],
  ['the fresh answer is as old as the other', denied('NXDOMAIN 20', 'NXDOMAIN 19', 'NXDOMAIN 19')],
])('is silent where %s', (_, facts) => {
  expect(runRule(rule, facts)).toEqual([])
})
