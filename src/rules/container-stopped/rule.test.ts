// Holds rule container-stopped to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import {
  connectionByHand,
  factsByHand,
  pathByHand,
  snapshotByHand,
  verdictByHand,
} from '../../../test/rules/facts-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import { rule } from './rule.ts'

interface Container {
  readonly status?: string
  readonly address?: string
  readonly fixed?: string
  readonly network?: string
  readonly publishes?: string
}

/** As the Engine inspects them: a stopped one has no address. */
function dockerWith(containers: Readonly<Record<string, Container>>) {
  return {
    networks: [{ Name: 'kind', IPAM: { Config: [{ Subnet: '172.18.0.0/16' }] } }],
    containers: Object.entries(containers).map(
      ([name, { status = 'exited', address = '', fixed, network = 'kind', publishes }]) => ({
        Name: `/${name}`,
        State: { Status: status, ExitCode: 137 },
        HostConfig: { PortBindings: publishes === undefined ? {} : { '5432/tcp': [binding(publishes)] } },
        NetworkSettings: {
          Networks: {
            [network]: { IPAddress: address, IPAMConfig: fixed === undefined ? null : { IPv4Address: fixed } },
          },
        },
      }),
    ),
  }
}

function binding(end: string) {
  const [HostIp = '', HostPort = ''] = end.split(':')
  return { HostIp, HostPort }
}

/** Service shop/db leads to 172.18.0.9, and nobody answers for it. */
function unanswered(containers: Readonly<Record<string, Container>>) {
  const reason = {
    kind: 'neighbour-unanswered',
    address: '172.18.0.9',
    link: 'eth0',
    asGateway: false,
    route: null,
    silent: null,
    remembered: null,
  } as const
  const path = pathByHand(verdictByHand('unreachable', 5, 'node-1', reason), 'EHOSTUNREACH')
  return factsByHand([connectionByHand([path])], snapshotByHand({}, dockerWith(containers)))
}

/** Service shop/db leads to 172.18.0.1:5432, and nothing listens there. */
function refused(containers: Readonly<Record<string, Container>>, others: readonly string[] = []) {
  const reason = { kind: 'nothing-listens', address: '172.18.0.1', port: 5432, others } as const
  const path = pathByHand(verdictByHand('refused', 7, 'host', reason), 'ECONNREFUSED')
  return factsByHand([connectionByHand([path])], snapshotByHand({}, dockerWith(containers)))
}

test('fires where the one stopped container of that name is on the network of the address', () => {
  const [found] = runRule(rule, unanswered({ 'shop-db-1': {}, web: { status: 'running', address: '172.18.0.6' } }))
  expect(found).toMatchObject({
    id: 'container-stopped/shop/db/5432',
    at: { stage: 5, namespace: 'node-1' },
    message:
      'Service shop/db port 5432 fails with EHOSTUNREACH (No route to host): container shop-db-1 of Docker network kind does not run (exited, exit code 137). Start it: docker start shop-db-1. Nobody answers for 172.18.0.9 on node-1.',
    fixes: [{ actions: [{ kind: 'docker', argv: ['docker', 'start', 'shop-db-1'] }] }],
  })
})

test.each([
  ['whose fixed address it is, whatever its name', unanswered({ pg: { fixed: '172.18.0.9' } }), 'pg'],
  ['which publishes the port', refused({ pg: { publishes: '0.0.0.0:5432' } }), 'pg'],
  ['which publishes the port on that address', refused({ pg: { publishes: '172.18.0.1:5432' } }), 'pg'],
])('fires on the stopped container %s', (_, facts, name) => {
  const [found] = runRule(rule, facts)
  expect(found?.fixes[0]?.actions).toEqual([{ kind: 'docker', argv: ['docker', 'start', name] }])
})

test('does not advise to start what ends as soon as it starts', () => {
  const [found] = runRule(rule, refused({ pg: { status: 'restarting', publishes: ':5432' } }))
  expect(found?.message).toContain('ends as soon as it starts (restarting, exit code 137). Look at its log')
  expect(found?.fixes[0]?.actions[0]?.kind).toBe('manual')
})

test.each([
  ['the container runs', unanswered({ db: { status: 'running', address: '172.18.0.9' } })],
  [
    'a container of that name runs at another address',
    unanswered({ 'db-old': {}, db: { status: 'running', address: '172.18.0.5' } }),
  ],
  ['two stopped ones have that name', unanswered({ 'db-1': {}, 'db-2': {} })],
  ['the stopped one has another name', unanswered({ web: {} })],
  ['the stopped one is on another network', unanswered({ db: { network: 'apps' } })],
  ['the one that publishes the port runs', refused({ pg: { status: 'running', publishes: ':5432' } })],
  ['the stopped one publishes another port', refused({ pg: { publishes: ':5433' } })],
  ['the stopped one publishes it on loopback only', refused({ pg: { publishes: '127.0.0.1:5432' } })],
  ['two containers would publish it', refused({ pg: { publishes: ':5432' }, old: { publishes: ':5432' } })],
  ['another server listens on the port', refused({ pg: { publishes: ':5432' } }, ['host#socket/0'])],
  ['the stopped one is paused', refused({ pg: { status: 'paused', publishes: ':5432' } })],
])('is silent where %s', (_, facts) => {
  expect(runRule(rule, facts)).toEqual([])
})
