// What stands in for `kubectl get` in the practice network prints what kubectl prints, AGE apart.
import { expect, it } from 'vitest'
import { getObjects } from './get-objects.ts'

const objects = [
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'db', namespace: 'shop' },
    spec: { type: 'ClusterIP', clusterIP: '10.96.0.20', ports: [{ port: 5432, protocol: 'TCP' }] },
  },
  {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: 'db-1', namespace: 'shop', labels: { 'kubernetes.io/service-name': 'db' } },
    addressType: 'IPv4',
    ports: [{ name: '', port: 5432 }],
    endpoints: [{ addresses: ['172.18.0.1'] }],
  },
]
const get = (line: string): string => getObjects(line.split(' '), objects)

it('a list of one kind is a table', () => {
  expect(get('kubectl -n shop get services')).toBe(
    'NAME   TYPE        CLUSTER-IP   EXTERNAL-IP   PORT(S)\ndb     ClusterIP   10.96.0.20   <none>        5432/TCP',
  )
})

it('a list of several kinds is a table each, its names with their kind', () => {
  expect(get('kubectl -n shop get services,endpoints,endpointslices')).toBe(
    [
      'NAME         TYPE        CLUSTER-IP   EXTERNAL-IP   PORT(S)',
      'service/db   ClusterIP   10.96.0.20   <none>        5432/TCP',
      '',
      'NAME                 ADDRESSTYPE   PORTS   ENDPOINTS',
      'endpointslice/db-1   IPv4          5432    172.18.0.1',
    ].join('\n'),
  )
})

it('all namespaces have a column', () => {
  expect(get('kubectl get endpointslices -A -o wide')).toBe(
    'NAMESPACE   NAME   ADDRESSTYPE   PORTS   ENDPOINTS\nshop        db-1   IPv4          5432    172.18.0.1',
  )
})

it('labels select and are shown', () => {
  expect(get('kubectl -n shop get endpointslices -l kubernetes.io/service-name=db --show-labels')).toBe(
    [
      'NAME   ADDRESSTYPE   PORTS   ENDPOINTS    LABELS',
      'db-1   IPv4          5432    172.18.0.1   kubernetes.io/service-name=db',
    ].join('\n'),
  )
  expect(get('kubectl -n shop get endpointslices -l kubernetes.io/service-name=other')).toBe(
    'No resources found in shop namespace.',
  )
})

it('an object that is not there is an error of the server', () => {
  expect(get('kubectl -n shop get endpointslices db-2 -o yaml')).toBe(
    'Error from server (NotFound): endpointslices "db-2" not found',
  )
})

it('one field is asked for by its way', () => {
  expect(get('kubectl -n shop get service db -o jsonpath={.spec.clusterIP}')).toBe('10.96.0.20')
})
