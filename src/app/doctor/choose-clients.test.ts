// Who tries a Service, in a practice network and in a cluster.
import { expect, test } from 'vitest'
import { namespaceByHand, snapshotByHand } from '../../../test/rules/facts-by-hand.ts'
import { serviceByHand, sliceByHand } from '../../../test/rules/objects-by-hand.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { listExternalServices } from '../../trace/services/list-external-services.ts'
import { chooseClients } from './choose-clients.ts'
import { planned } from './diagnose.ts'

const pod = (name: string, node: string) => namespaceByHand(name, 'pod', { node })
const cluster: Snapshot = {
  ...snapshotByHand(),
  clients: 'one-a-node',
  namespaces: [
    ...['one', 'two', 'three', 'four'].map((name) => namespaceByHand(name, 'node', {})),
    ...[pod('kube-system/metrics', 'one'), pod('blog/web', 'one'), pod('shop/web', 'one'), pod('shop/api', 'one')],
    ...[pod('kube-system/metrics-2', 'two'), pod('blog/web-2', 'two'), pod('kube-system/metrics-3', 'three')],
  ],
  kubernetes: [serviceByHand('db', { clusterIP: '10.96.0.20' }), sliceByHand('db-1')],
}

function clientsOf(snapshot: Snapshot): string[] {
  const services = listExternalServices(snapshot)
  return [...new Set(planned(snapshot, services, []).map(({ from }) => from.namespace))]
}

test('in a cluster a pod of the Service’s own namespace on each node, else a user’s, else any, else the node', () => {
  expect(clientsOf(cluster).toSorted()).toEqual(['blog/web-2', 'four', 'kube-system/metrics-3', 'shop/api'])
})

test('a node dials the address, for it asks other name servers', () => {
  const fromNode = planned(cluster, listExternalServices(cluster), []).filter(({ from }) => from.namespace === 'four')
  expect(fromNode.map(({ to }) => to)).toEqual([
    { name: null, via: null, address: '10.96.0.20', port: 5432, protocol: 'tcp' },
  ])
})

test('elsewhere every pod tries', () => {
  const { clients: _, ...network } = cluster
  expect(chooseClients(network).all.map(({ name }) => name)).toHaveLength(7)
  expect(clientsOf(network)).toHaveLength(7)
})
