// Holds rule service-cidr-overlaps-target to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import { claimingService, factsOfCapture } from '../../../test/rules/capture-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import { rule } from './rule.ts'

const address = '10.96.0.40'
const taken = claimingService({ clusterIP: address })

test('fires where the address of a machine outside is the ClusterIP of a Service', () => {
  const [found, ...more] = runRule(rule, factsOfCapture({ address, objects: [taken], outside: true }))
  expect(more).toEqual([])
  expect(found).toMatchObject({
    id: 'service-cidr-overlaps-target/shop/db/5432',
    at: { stage: 2, namespace: 'node-1' },
    message:
      "Service shop/db port 5432 is refused: node-1 sends what goes to 10.96.0.40:5432 to 10.244.1.7:5432 instead. 10.96.0.40 of vault lies in 10.96.0.0/16, the cluster's range of ClusterIPs, and is the ClusterIP of Service shop/old here: kube-proxy takes it for the cluster's own. Give vault an address outside of it, or make the cluster with another service range.",
  })
})

test('fires where kube-proxy refuses an address of the range that no Service has', () => {
  const [found] = runRule(rule, factsOfCapture({ address, outside: true, refused: true, chain: 'KUBE-SERVICES' }))
  expect(found?.message).toContain(
    'node-1 refuses what is sent to 10.96.0.40:5432. 10.96.0.40 of vault lies in 10.96.0.0/16',
  )
  expect(found?.message).toContain('and no Service has it here')
})

test.each([
  ['no machine outside has the address', factsOfCapture({ address, objects: [taken] })],
  ['the address is outside the range', factsOfCapture({ address: '172.18.0.4', outside: true })],
  ["it is the Service's own ClusterIP", factsOfCapture({ address, outside: true, clusterIP: address })],
  ["the rule is not kube-proxy's", factsOfCapture({ address, outside: true, refused: true, chain: 'FORWARD' })],
])('is silent where %s', (_, facts) => {
  expect(runRule(rule, facts)).toEqual([])
})
