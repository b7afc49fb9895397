// Holds rule host-port-hijack to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import { claimingService, factsOfCapture } from '../../../test/rules/capture-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import { rule } from './rule.ts'

const portmap = 'CNI-DN-0a1b2c3d4e5f60718293a'
const holder = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'edge', namespace: 'shop' },
  spec: { nodeName: 'node-1', containers: [{ ports: [{ containerPort: 80, hostPort: 5432 }] }] },
}
const own = '172.18.0.2'

test('fires where a hostPort takes the port, and names the pod', () => {
  const [found, ...more] = runRule(rule, factsOfCapture({ address: own, chain: portmap, objects: [holder] }))
  expect(more).toEqual([])
  expect(found).toMatchObject({
    id: 'host-port-hijack/shop/db/5432',
    at: { stage: 4, namespace: 'node-1' },
    message:
      'Service shop/db port 5432 is refused: node-1 sends what goes to 172.18.0.2:5432 to 10.244.1.7:5432 instead, as Pod shop/edge has hostPort 5432 there: the node translates it before any server of its own is asked. What listens on 172.18.0.2:5432 itself does not get it. Give one of the two another port.',
  })
})

test('fires where the pod is not among the objects', () => {
  expect(runRule(rule, factsOfCapture({ address: own, chain: portmap }))[0]?.message).toContain(
    'as a pod has hostPort 5432',
  )
})

test('fires where a nodePort takes it', () => {
  const ports = [{ port: 80, nodePort: 5432 }]
  const [found] = runRule(rule, factsOfCapture({ address: own, objects: [claimingService({ ports })] }))
  expect(found?.message).toContain('as Service shop/old has nodePort 5432 there')
})

test.each([
  ['kube-proxy translates for something else', factsOfCapture({ address: own })],
  ['the rule is nobody’s that is known', factsOfCapture({ address: own, chain: 'PREROUTING', objects: [holder] })],
  [
    "the nodePort's address is not the node's",
    factsOfCapture({ address: '172.18.0.99', objects: [claimingService({ ports: [{ port: 80, nodePort: 5432 }] })] }),
  ],
])('is silent where %s', (_, facts) => {
  expect(runRule(rule, facts)).toEqual([])
})
