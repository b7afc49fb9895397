// Holds rule negative-dns-answer-cached to where it fires and where it stays silent.
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

function denied(first: string, again: string, fresh: string) {
  const asked = askedByHand('EAI_NONAME', {
    queries: [queryByHand(`${name} ${first}`)],
    again: [
      { ...queryByHand(`${name} ${again}`), afterMs: 1100 },
      { ...queryByHand(`${name} ${fresh}`), type: 'SRV', afterMs: 1100 },
    ],
  })
  return factsOfObjects([], [unresolvedByHand({}, { asked, expected: expectedByHand('172.18.0.1') })])
}

test('fires where the time of the denial runs down and the server knows better', () => {
  const facts = denied('NXDOMAIN 20', 'NXDOMAIN 19', 'SRV 172-18-0-1.db.shop.svc.cluster.local. 30')
  const [found] = runRule(rule, facts)
  expect(found).toMatchObject({
    id: 'negative-dns-answer-cached/shop/db/5432',
    affects: [{ from: 'shop/web', node: 'node-1' }],
    message:
      'Service shop/db port 5432 cannot be dialled yet: cluster DNS answers db with NXDOMAIN (TTL 20), a denial that it keeps in its cache, while the objects say A 172.18.0.1. Somebody asked before they were made. It heals within 19 s; wait, or empty the cache.',
  })
})

test('is silent where a fresh answer denies it too', () => {
  expect(runRule(rule, denied('NXDOMAIN 30', 'NXDOMAIN 29', 'NXDOMAIN 30'))).toEqual([])
})

test('is silent where the objects deny it as well', () => {
  const asked = askedByHand('EAI_NONAME', { queries: [queryByHand(`${name} NXDOMAIN 20`)] })
  expect(runRule(rule, factsOfObjects([], [unresolvedByHand({}, { asked, expected: expectedByHand(null) })]))).toEqual(
    [],
  )
})
