// Holds rule cluster-dns-down to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import { dnsFacts } from '../../../test/rules/dns-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import { rule } from './rule.ts'

test('fires where no ready endpoint stands behind its Service', () => {
  const [found] = runRule(rule, dnsFacts({ ready: false }))
  expect(found).toMatchObject({ id: 'cluster-dns-down/kube-system/kube-dns/53', at: { stage: 0 } })
  expect(found?.message).toContain('Service kube-system/kube-dns has no ready endpoint')
})

test('fires where the server in its pod is gone', () => {
  const [found] = runRule(rule, dnsFacts({ listens: false }))
  expect(found?.at).toEqual({ stage: 0, namespace: 'kube-system/coredns' })
  expect(found?.message).toContain('in its pod kube-system/coredns no server listens on 10.244.1.53:53')
})

test.each([
  ['its server runs, and something on the way stops the questions', dnsFacts({})],
  ['cluster DNS answers', dnsFacts({ ready: false, answers: 'NXDOMAIN' })],
  ['cluster DNS says that it failed', dnsFacts({ ready: false, answers: 'SERVFAIL' })],
])('is silent where %s', (_, facts) => {
  expect(runRule(rule, facts)).toEqual([])
})
