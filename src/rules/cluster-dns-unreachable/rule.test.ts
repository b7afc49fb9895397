// Holds rule cluster-dns-unreachable to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import { dnsFacts } from '../../../test/rules/dns-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import { rule } from './rule.ts'

test('fires where the question ends on its way, and says where', () => {
  const [found] = runRule(rule, dnsFacts({ wayBlocked: true }))
  expect(found).toMatchObject({
    id: 'cluster-dns-unreachable/kube-system/kube-dns/53',
    at: { stage: 0, namespace: 'shop/web' },
  })
  expect(found?.message).toContain('does not answer its questions: the question ends on shop/web, where')
})

test('fires, without a fix, where by the facts both pass', () => {
  const [found] = runRule(rule, dnsFacts({}))
  expect(found?.message).toContain('by the facts question and answer pass, so something that was not read stops them')
  expect(found?.fixes).toEqual([])
})

test.each([
  ['cluster DNS does not run', dnsFacts({ listens: false })],
  ['it has no ready endpoint', dnsFacts({ ready: false })],
  ['cluster DNS answers', dnsFacts({ wayBlocked: true, answers: 'NXDOMAIN' })],
])('is silent where %s', (_, facts) => {
  expect(runRule(rule, facts)).toEqual([])
})
