// Holds rule orphan-slices to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import { connectionByHand, pathByHand, verdictByHand } from '../../../test/rules/facts-by-hand.ts'
import { factsOfObjects, serviceByHand, sliceByHand } from '../../../test/rules/objects-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import type { KubernetesObject } from '../../model/snapshot.ts'
import { rule } from './rule.ts'

const former = '10.244.1.99'
const unanswered = {
  kind: 'neighbour-unanswered',
  address: former,
  link: 'cni0',
  asGateway: false,
  route: null,
  silent: null,
  remembered: null,
} as const

/** Service shop/db leads to its hand-written slice and to the former pod's address, where nobody answers. */
function facts(objects: readonly KubernetesObject[], pods: readonly KubernetesObject[], selector = {}) {
  const path = pathByHand(verdictByHand('unreachable', 5, 'node-1', unanswered), 'EHOSTUNREACH')
  const to = { name: 'db', via: '10.96.0.20', address: former, port: 5432, protocol: 'tcp' } as const
  return factsOfObjects(
    [serviceByHand('db', { clusterIP: '10.96.0.20', selector }), sliceByHand('db-1'), ...objects, ...pods],
    [connectionByHand([path], { to })],
  )
}

const slice = sliceByHand('db-x2k7p', { address: former })
const ofPod = {
  ...slice,
  endpoints: [{ addresses: [former], targetRef: { kind: 'Pod', name: 'db-0', namespace: 'shop' } }],
}

function pod(name: string, podIP: string): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'shop' }, status: { podIP } }
}

test('fires where the slice of a pod that is gone is left over', () => {
  const [found, ...more] = runRule(rule, facts([ofPod], [pod('web', '10.244.1.10')]))
  expect(more).toEqual([])
  expect(found).toMatchObject({
    id: 'orphan-slices/shop/db/5432',
    at: { stage: 0, namespace: null },
    message:
      'Service shop/db port 5432 fails with EHOSTUNREACH (No route to host) whenever it is sent to 10.244.1.99: EndpointSlice shop/db-x2k7p beside EndpointSlice shop/db-1 still names 10.244.1.99 of pod shop/db-0, which is gone. The Service has no selector any more, so no controller takes that slice away, and kube-proxy and cluster DNS go on using it. Delete it.',
    fixes: [{ actions: [{ verb: 'delete', object: { kind: 'EndpointSlice', name: 'db-x2k7p' } }] }],
  })
})

const copied = {
  apiVersion: 'v1',
  kind: 'Endpoints',
  metadata: { name: 'db', namespace: 'shop' },
  subsets: [{ addresses: [{ ip: former }], ports: [{ port: 5432 }] }],
}

test('deletes the Endpoints too that a slice would be copied from anew', () => {
  const [found] = runRule(rule, facts([ofPod, copied], [pod('web', '10.244.1.10')]))
  expect(found?.fixes[0]?.title).toBe('Delete EndpointSlice shop/db-x2k7p and Endpoints shop/db')
})

test.each([
  ['the pod has the address still', facts([ofPod], [pod('db-0', former)])],
  ['pods were not read', facts([ofPod], [])],
  ['the address was written by hand', facts([slice], [pod('web', '10.244.1.10')])],
  [
    'another slice names it by hand',
    facts([ofPod, { ...slice, metadata: { ...slice.metadata, name: 'db-2' } }], [pod('web', '10.244.1.10')]),
  ],
  [
    'the Service has a selector: its controller takes the slice away',
    facts([ofPod], [pod('web', '10.244.1.10')], { app: 'db' }),
  ],
  ['another address is dialled', facts([], [pod('web', '10.244.1.10')])],
])('is silent where %s', (_, given) => {
  expect(runRule(rule, given)).toEqual([])
})
