// What an action of a fix changes in the cluster's objects.
import { expect, it } from 'vitest'
import { changeObjects } from './apply-action.ts'

const slice = {
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: { name: 'db-1', namespace: 'shop', labels: { app: 'db', old: 'yes' } },
  ports: [{ name: '', port: 5432 }],
}
const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'db', namespace: 'shop' } }
const object = { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', namespace: 'shop', name: 'db-1' }

it('a patch adds fields, removes those that are null, replaces lists, and leaves other objects alone', () => {
  const body = { metadata: { labels: { 'kubernetes.io/service-name': 'db', old: null } }, ports: [] }
  expect(changeObjects([service, slice], { kind: 'kubernetes', verb: 'patch', object, body })).toEqual([
    service,
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { name: 'db-1', namespace: 'shop', labels: { app: 'db', 'kubernetes.io/service-name': 'db' } },
      ports: [],
    },
  ])
})

it('an object is deleted by kind, namespace and name', () => {
  expect(changeObjects([service, slice], { kind: 'kubernetes', verb: 'delete', object, body: null })).toEqual([service])
})

it('an object that is created takes the place of one of its name', () => {
  const body = { ...slice, ports: [] }
  expect(changeObjects([slice, service], { kind: 'kubernetes', verb: 'create', object, body })).toEqual([service, body])
})
