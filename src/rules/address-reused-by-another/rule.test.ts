// Holds rule address-reused-by-another to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import { connectionByHand, snapshotByHand } from '../../../test/rules/facts-by-hand.ts'
import { factsOfObjects, serviceByHand, sliceByHand } from '../../../test/rules/objects-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import { rule } from './rule.ts'

interface Container {
  readonly address: string
  readonly network?: string
  readonly port?: string
  readonly startedAt?: string
}

/** Service shop/db leads to 172.18.0.4 and whatever else is given; its slice was made at noon. */
function reused(containers: Readonly<Record<string, Container>>, more: readonly string[] = []) {
  const docker = {
    networks: [],
    containers: Object.entries(containers).map(
      ([name, { address, network = 'kind', port = '5432/tcp', startedAt = '' }]) => ({
        Name: `/${name}`,
        State: { Running: true, Status: 'running', StartedAt: startedAt },
        NetworkSettings: { Ports: { [port]: null }, Networks: { [network]: { IPAddress: address } } },
      }),
    ),
  }
  const slices = ['172.18.0.4', ...more].map((address, index) => {
    const slice = sliceByHand(`db-${index}`, { address })
    return { ...slice, metadata: { ...slice.metadata, creationTimestamp: '2026-03-01T12:00:00Z' } }
  })
  const to = { name: 'db', via: null, address: '172.18.0.4', port: 5432, protocol: 'tcp' } as const
  return factsOfObjects(
    [serviceByHand('db', { clusterIP: 'None' }), ...slices],
    [connectionByHand([], { to })],
    snapshotByHand({}, docker),
  )
}

test('fires where another container has the address, and the one of that name another address', () => {
  const [found] = runRule(rule, reused({ web: { address: '172.18.0.4' }, 'shop-db-1': { address: '172.18.0.5' } }))
  expect(found).toMatchObject({
    id: 'address-reused-by-another/shop/db/5432',
    at: { stage: 0, namespace: null },
    affects: [{ from: 'shop/web' }],
    fixes: [
      { title: 'Put 172.18.0.5 in the slice', actions: [{ body: { endpoints: [{ addresses: ['172.18.0.5'] }] } }] },
    ],
  })
  expect(found?.message).toContain(
    'EndpointSlice shop/db-0 names 172.18.0.4, which Docker has given to container web on network kind; container shop-db-1 has 172.18.0.5 there now',
  )
})

test('fires where the other container started after the slice was made', () => {
  const facts = reused({
    web: { address: '172.18.0.4', startedAt: '2026-03-02T08:00:00Z' },
    db: { address: '172.18.0.5' },
  })
  expect(runRule(rule, facts)).toHaveLength(1)
})

const db = { address: '172.18.0.5' }

test.each([
  ['the container that has it is the one of that name', reused({ 'my-db': { address: '172.18.0.4' }, db })],
  [
    'the other container ran when the slice was made',
    reused({ pg: { address: '172.18.0.4', startedAt: '2026-03-01T11:00:00Z' }, db }),
  ],
  ['nobody is called so', reused({ web: { address: '172.18.0.4' }, adbc: db })],
  ['what is called so is only something beside it', reused({ pg: { address: '172.18.0.4' }, 'db-exporter': db })],
  ['two are called so', reused({ web: { address: '172.18.0.4' }, 'db-1': db, 'db-2': { address: '172.18.0.6' } })],
  [
    'the one that is called so does not serve the port',
    reused({ web: { address: '172.18.0.4' }, db: { ...db, port: '80/tcp' } }),
  ],
  ['it is on another network', reused({ web: { address: '172.18.0.4' }, db: { ...db, network: 'apps' } })],
  ['the Service leads to both', reused({ pg: { address: '172.18.0.4' }, db }, ['172.18.0.5'])],
  ['nobody has the address', reused({ db })],
])('is silent where %s', (_, facts) => {
  expect(runRule(rule, facts)).toEqual([])
})
