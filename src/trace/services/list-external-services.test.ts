// Services, slices and Endpoints as literal objects, and what each is taken for.
import { describe, expect, test } from 'vitest'
import type { KubernetesObject, Snapshot } from '../../model/snapshot.ts'
import { listExternalServices } from './list-external-services.ts'
import { misdirectedEndpoints } from './misdirected-endpoints.ts'
import { clusterIpEndpoints, headlessAddresses } from './usable-endpoints.ts'

test('a Service without a selector and an ExternalName point outside, one with a selector does not', () => {
  const found = listExternalServices(
    snapshot(
      service('db', {
        clusterIP: '10.96.0.20',
        ports: [{ name: 'pg', port: 5432, targetPort: 5432, protocol: 'TCP' }],
      }),
      service('cache', { clusterIP: 'None', ports: [{ port: 6379 }] }),
      service('archive', { type: 'ExternalName', externalName: 'db.lan' }),
      service('web', { clusterIP: '10.96.0.30', selector: { app: 'web' } }),
    ),
  )
  expect(found.map(({ name, type, clusterIps, externalName }) => ({ name, type, clusterIps, externalName }))).toEqual([
    { name: 'db', type: 'ClusterIP', clusterIps: ['10.96.0.20'], externalName: null },
    { name: 'cache', type: 'Headless', clusterIps: [], externalName: null },
    { name: 'archive', type: 'ExternalName', clusterIps: [], externalName: 'db.lan' },
  ])
  expect(found[0]?.ports).toEqual([{ name: 'pg', port: 5432, targetPort: 5432, protocol: 'tcp' }])
})

test('a Service without a selector whose endpoints are pods is left alone', () => {
  const pods = slice('leader', {
    endpoints: [{ addresses: ['10.244.1.9'], targetRef: { kind: 'Pod', name: 'leader-0' } }],
  })
  expect(listExternalServices(snapshot(service('leader', { clusterIP: '10.96.0.40' }), pods))).toEqual([])
})

test('only slices with the label are endpoints, whatever their name', () => {
  const [db] = listExternalServices(
    snapshot(
      service('db', { clusterIP: '10.96.0.20', ports: [{ name: 'pg', port: 5432 }] }),
      slice('anything', { label: 'db', endpoints: [{ addresses: ['172.18.0.1'] }] }),
      slice('db-2', { label: null, endpoints: [{ addresses: ['172.18.0.2'] }] }),
    ),
  )
  expect(db?.endpoints).toEqual([
    {
      family: 4,
      address: '172.18.0.1',
      ready: true,
      ports: [{ name: 'pg', port: 5432, protocol: 'tcp' }],
      fact: '#object/EndpointSlice/shop/anything',
    },
  ])
  expect(db?.intended).toEqual([])
})

test('an IPv4 address in a slice of IPv6, or a name in a slice of addresses, is no endpoint', () => {
  const [db] = listExternalServices(
    snapshot(
      service('db', { clusterIP: 'None' }),
      slice('db', { addressType: 'IPv6', endpoints: [{ addresses: ['172.18.0.1'] }] }),
      slice('db', { addressType: 'FQDN', endpoints: [{ addresses: ['db.lan'] }] }),
    ),
  )
  expect(db?.endpoints).toEqual([])
})

describe('endpoints that do not reach their Service', () => {
  const db = service('db', { clusterIP: '10.96.0.20', ports: [{ name: 'pg', port: 5432, protocol: 'TCP' }] })
  const cases: readonly [string, KubernetesObject[], string[]][] = [
    ['a slice without the label, by its name', [slice('db-1', { label: null })], ['unlabelled db-1 172.18.0.1:5432']],
    [
      'a slice with a misspelt label',
      [slice('x', { label: null, labels: { 'kubernetes.io/service': 'db' } })],
      ['unlabelled x 172.18.0.1:5432'],
    ],
    [
      'a label that names a Service that is not there',
      [slice('x', { label: 'db-ext' })],
      ['other-name x 172.18.0.1:5432'],
    ],
    ['Endpoints of another name', [endpoints('dbs')], ['other-name dbs 172.18.0.1:5432']],
    ['Endpoints in another namespace', [endpoints('db', 'jobs')], ['other-name db 172.18.0.1:5432']],
    ['Endpoints that nobody mirrored', [endpoints('db')], ['not-mirrored db 172.18.0.1:5432']],
    ['endpoints that are not ready', [slice('db-1', { ready: false })], ['not-ready db-1 172.18.0.1:5432']],
    ['another port name', [slice('db-1', { port: 'postgres' })], ['other-port db-1 172.18.0.1:5432']],
    ['another protocol', [slice('db-1', { protocol: 'UDP' })], ['other-port db-1 172.18.0.1:5432']],
    ['nothing that resembles it', [slice('mail-1', { label: null, port: 'smtp' })], []],
    ['a slice of another Service', [service('mail', {}), slice('mail-1', { label: 'mail' })], []],
    ['a working slice beside an unlabelled one', [slice('db-1', {}), slice('db-2', { label: null })], []],
    [
      'one endpoint of two that is not ready',
      [
        slice('db-1', {
          endpoints: [{ addresses: ['172.18.0.1'] }, { addresses: ['172.18.0.2'], conditions: { ready: false } }],
        }),
      ],
      [],
    ],
  ]
  test.each(cases)('%s', (_, objects, expected) => {
    const facts = snapshot(db, ...objects)
    const found = misdirectedEndpoints(facts).filter(({ service }) => service.name === 'db')
    expect(
      found.map(({ why, source, endpoint }) => `${why} ${source.name} ${endpoint.address}:${endpoint.ports[0]?.port}`),
    ).toEqual(expected)
  })

  test('they are what the Service intends, keyed by its own ports', () => {
    const [found] = listExternalServices(snapshot(db, slice('db-1', { port: 'postgres' })))
    expect(found?.intended[0]?.ports).toEqual([{ name: 'pg', port: 5432, protocol: 'tcp' }])
  })
})

test('a ClusterIP leads to ready endpoints of its family under the same port name and protocol', () => {
  const [db] = listExternalServices(
    snapshot(
      service('db', { clusterIP: '10.96.0.20', ports: [{ name: 'pg', port: 5432 }] }),
      slice('db-1', { number: 15432 }),
      slice('db-2', { port: 'other', endpoints: [{ addresses: ['172.18.0.2'] }] }),
      slice('db-3', { endpoints: [{ addresses: ['172.18.0.3'], conditions: { ready: false } }] }),
      slice('db-4', { addressType: 'IPv6', endpoints: [{ addresses: ['fc00::1'] }] }),
    ),
  )
  const [port] = db?.ports ?? []
  const reached = db && port ? clusterIpEndpoints(db, port, 4) : []
  expect(reached.map((found) => `${found.endpoint.address}:${found.port}`)).toEqual(['172.18.0.1:15432'])
})

test('a headless name gives every ready address once', () => {
  const [cache] = listExternalServices(
    snapshot(
      service('cache', { clusterIP: 'None', ports: [{ name: 'redis', port: 6379 }] }),
      slice('cache-1', { label: 'cache', port: 'redis' }),
      slice('cache-2', { label: 'cache', port: 'metrics' }),
      slice('cache-3', { label: 'cache', addressType: 'IPv6', endpoints: [{ addresses: ['fc00::1'] }] }),
    ),
  )
  expect(cache && headlessAddresses(cache).map((endpoint) => endpoint.address)).toEqual(['172.18.0.1', 'fc00::1'])
})

function service(name: string, spec: Record<string, unknown>): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace: 'shop' }, spec }
}

interface SliceParts {
  readonly label?: string | null
  readonly labels?: Record<string, string>
  readonly addressType?: string
  readonly endpoints?: unknown[]
  readonly ready?: boolean
  readonly port?: string
  readonly number?: number
  readonly protocol?: string
}

/** Labelled for the part of its name before a dash, unless told otherwise. */
function slice(name: string, parts: SliceParts): KubernetesObject {
  const { label = name.split('-')[0] ?? name, labels = {}, addressType = 'IPv4', ready = true } = parts
  const { port = 'pg', number = 5432, protocol = 'TCP' } = parts
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name,
      namespace: 'shop',
      labels: { ...labels, ...(label === null ? {} : { 'kubernetes.io/service-name': label }) },
    },
    addressType,
    ports: [{ name: port, port: number, protocol }],
    endpoints: parts.endpoints ?? [{ addresses: ['172.18.0.1'], conditions: { ready } }],
  }
}

function endpoints(name: string, namespace = 'shop'): KubernetesObject {
  const subsets = [{ addresses: [{ ip: '172.18.0.1' }], ports: [{ name: 'pg', port: 5432, protocol: 'TCP' }] }]
  return { apiVersion: 'v1', kind: 'Endpoints', metadata: { name, namespace }, subsets }
}

function snapshot(...kubernetes: KubernetesObject[]): Snapshot {
  return {
    apiVersion: 'fairlead.dev/v1',
    kind: 'Snapshot',
    version: 1,
    takenAt: '2026-01-01T00:00:00Z',
    clusterDomain: 'cluster.local',
    podCidrs: [],
    serviceCidrs: [],
    namespaces: [],
    kubernetes,
    docker: null,
    measurements: [],
    nameMeasurements: [],
  }
}
