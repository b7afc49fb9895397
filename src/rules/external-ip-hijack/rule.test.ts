// Holds rule external-ip-hijack to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import { claimingService, factsOfCapture } from '../../../test/rules/capture-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import { rule } from './rule.ts'

const claims = claimingService({ externalIPs: ['172.18.0.4', '172.18.0.40'] })

test('fires where a Service has the endpoint among its external IPs', () => {
  const [found, ...more] = runRule(rule, factsOfCapture({ objects: [claims] }))
  expect(more).toEqual([])
  expect(found).toMatchObject({
    id: 'external-ip-hijack/shop/db/5432',
    at: { stage: 4, namespace: 'node-1' },
    message:
      "Service shop/db port 5432 is refused: node-1 sends what goes to 172.18.0.4:5432 to 10.244.1.7:5432 instead, as Service shop/old names 172.18.0.4 in its spec.externalIPs: kube-proxy on every node takes that address for the Service's own. Take it out there; a Service may claim only addresses that are routed to the nodes for it.",
    fixes: [{ actions: [{ verb: 'patch', body: { spec: { externalIPs: ['172.18.0.40'] } } }] }],
  })
})

test('fires where the wrong pods answer', () => {
  const [found] = runRule(rule, factsOfCapture({ objects: [claims], works: true }))
  expect(found?.message).toContain('Service shop/db port 5432 reaches another server: node-1 sends')
})

test('fires where the claiming Service has no endpoint', () => {
  const [found] = runRule(rule, factsOfCapture({ objects: [claims], refused: true, chain: 'KUBE-EXTERNAL-SERVICES' }))
  expect(found?.message).toContain('node-1 refuses what is sent to 172.18.0.4:5432')
})

test("fires for a load balancer's address", () => {
  const balanced = claimingService({}, { loadBalancer: { ingress: [{ ip: '172.18.0.4' }] } })
  const [found] = runRule(rule, factsOfCapture({ objects: [balanced] }))
  expect(found?.message).toContain('in its status.loadBalancer.ingress')
  expect(found?.fixes[0]?.actions[0]?.kind).toBe('manual')
})

test.each([
  ['no Service claims the address', factsOfCapture({ objects: [claimingService({ externalIPs: ['172.18.0.40'] })] })],
  [
    'it claims it for another port',
    factsOfCapture({ objects: [claimingService({ externalIPs: ['172.18.0.4'], ports: [{ port: 80 }] })] }),
  ],
  ["the rule is not kube-proxy's", factsOfCapture({ objects: [claims], chain: 'PREROUTING' })],
  ['the client saw something else than the model', factsOfCapture({ objects: [claims], agree: false })],
])('is silent where %s', (_, facts) => {
  expect(runRule(rule, facts)).toEqual([])
})
