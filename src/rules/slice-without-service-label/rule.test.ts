// Holds rule slice-without-service-label to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import { factsOfObjects, serviceByHand, sliceByHand, unresolvedByHand } from '../../../test/rules/objects-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import { rule } from './rule.ts'

const headless = serviceByHand('db', { clusterIP: 'None' })

test('fires where the only slice has no label', () => {
  const [found] = runRule(
    rule,
    factsOfObjects([headless, sliceByHand('db-1', { service: null })], [unresolvedByHand({})]),
  )
  expect(found).toMatchObject({
    id: 'slice-without-service-label/shop/db/5432',
    severity: 'error',
    affects: [{ from: 'shop/web', node: 'node-1' }],
    message:
      "Service shop/db port 5432 has no endpoint: EndpointSlice shop/db-1 (172.18.0.1) has no label kubernetes.io/service-name=db, so neither kube-proxy nor cluster DNS takes it for the Service's, and its name has no address. Label the slice.",
    evidence: [
      { kind: 'object', text: 'EndpointSlice shop/db-1: labels none; endpoints 172.18.0.1; ports postgres 5432/TCP' },
    ],
    fixes: [
      {
        actions: [
          {
            kind: 'kubernetes',
            verb: 'patch',
            object: { kind: 'EndpointSlice', namespace: 'shop', name: 'db-1' },
            body: { metadata: { labels: { 'kubernetes.io/service-name': 'db' } } },
          },
        ],
      },
    ],
  })
})

test('names the label that was written instead', () => {
  const labels = { 'kubernetes.io/service': 'db' }
  const objects = [serviceByHand('db', { clusterIP: '10.96.0.20' }), sliceByHand('x', { service: null, labels })]
  const [found] = runRule(rule, factsOfObjects(objects))
  expect(found?.message).toContain(
    "has the label kubernetes.io/service=db where kubernetes.io/service-name=db belongs, so neither kube-proxy nor cluster DNS takes it for the Service's, and every connection to 10.96.0.20 is refused",
  )
})

test.each([
  ['the slice has its label', [sliceByHand('db-1')]],
  ['another slice has it', [sliceByHand('db-1'), sliceByHand('db-2', { service: null })]],
  ['the unlabelled slice is named for nobody', [sliceByHand('mail-1', { service: null })]],
  ['the label names another Service', [sliceByHand('db-1', { service: 'dbs' })]],
])('is silent where %s', (_, objects) => {
  expect(runRule(rule, factsOfObjects([headless, ...objects]))).toEqual([])
})
