// Holds rule port-not-published to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import {
  connectionByHand,
  factsByHand,
  namespaceByHand,
  pathByHand,
  snapshotByHand,
  socketByHand,
  verdictByHand,
} from '../../../test/rules/facts-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import { rule } from './rule.ts'

interface Container {
  readonly status?: string
  readonly published?: readonly string[] | null
  readonly port?: string
  readonly mode?: string
  /** Its sockets were read: the port on which it listens, or none. */
  readonly listens?: number | null
}

/** Service shop/db leads to 172.18.0.1:5432 on the host; nothing listens there, or what does is on 192.168.50.10. */
function refused(containers: Readonly<Record<string, Container>>, proxy = false) {
  const docker = {
    networks: [],
    containers: Object.entries(containers).map(
      ([name, { status = 'running', published = null, port = '5432/tcp', mode = 'apps' }]) => ({
        Name: `/${name}`,
        State: { Status: status, Running: status === 'running' },
        HostConfig: { NetworkMode: mode },
        NetworkSettings: {
          Ports: { [port]: published?.map(binding) ?? null },
          Networks: { [mode]: { IPAddress: '172.19.0.2' } },
        },
      }),
    ),
  }
  const base = snapshotByHand({ host: { sockets: [socketByHand('192.168.50.10', 5432, 'docker-proxy', 77)] } }, docker)
  const read = Object.entries(containers).flatMap(([name, { listens }]) =>
    listens === undefined
      ? []
      : [
          namespaceByHand(name, 'container', {
            sockets: listens === null ? [] : [socketByHand('0.0.0.0', listens, 'postgres', 1)],
          }),
        ],
  )
  const others = proxy ? ['host#socket/0'] : []
  const reason = { kind: 'nothing-listens', address: '172.18.0.1', port: 5432, others } as const
  const path = pathByHand(verdictByHand('refused', 7, 'host', reason), 'ECONNREFUSED')
  return factsByHand([connectionByHand([path])], { ...base, namespaces: [...base.namespaces, ...read] })
}

function binding(end: string) {
  const [HostIp = '', HostPort = ''] = end.split(':')
  return { HostIp, HostPort }
}

test('fires where a container serves the port and it is not published', () => {
  const [found] = runRule(rule, refused({ pg: {}, web: { port: '80/tcp' } }))
  expect(found).toMatchObject({
    id: 'port-not-published/shop/db/5432',
    message:
      'Service shop/db port 5432 is refused: container pg serves port 5432 at its own address (172.19.0.2 on Docker network apps), and Docker does not publish its port 5432, so nothing on host listens on 172.18.0.1:5432, where pods arrive. Publish the port there.',
    fixes: [
      {
        title: 'Publish the port on 172.18.0.1',
        widens: [{ source: '172.18.0.0/16', destination: '172.18.0.1', port: 5432 }],
      },
    ],
  })
})

test('names the number under which it is published', () => {
  const [found] = runRule(rule, refused({ pg: { published: ['0.0.0.0:15432'] } }))
  expect(found?.message).toContain('Docker publishes its port 5432 as 0.0.0.0:15432 only')
  expect(found?.fixes.map(({ title }) => title)).toEqual([
    'Publish the port on 172.18.0.1',
    'Point the Service at port 15432',
  ])
})

test('names the address on which it is published', () => {
  const [found] = runRule(rule, refused({ pg: { published: ['192.168.50.10:5432'] } }, true))
  expect(found?.message).toContain('Docker publishes its port 5432 as 192.168.50.10:5432 only')
  expect(found?.fixes.map(({ title }) => title)).toEqual(['Publish the port on 172.18.0.1'])
})

test('takes the container of that name among several, and what really listens', () => {
  expect(runRule(rule, refused({ pg: {}, 'shop-db-1': {} }))[0]?.message).toContain('container shop-db-1 serves')
  expect(runRule(rule, refused({ pg: { listens: 5432, port: '80/tcp' } }))[0]?.message).toContain('container pg serves')
})

test.each([
  ['no container serves the port', refused({ web: { port: '80/tcp' } })],
  ['the container does not run', refused({ pg: { status: 'exited' } })],
  ['two containers serve it', refused({ pg: {}, other: {} })],
  ['its image names the port and nothing in it listens', refused({ pg: { listens: null } })],
  ['it serves another protocol there', refused({ pg: { port: '5432/udp' } })],
  ["it has the host's own network", refused({ pg: { mode: 'host' } })],
  ['it is published there, and its rules are gone', refused({ pg: { published: ['0.0.0.0:5432'] } })],
  ['another server has the port on another address', refused({ pg: {} }, true)],
])('is silent where %s', (_, facts) => {
  expect(runRule(rule, facts)).toEqual([])
})
