// Starts cluster DNS and its upstream on loopback ports and asks them.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { KubernetesObject } from '../../model/snapshot.ts'
import type { DnsAnswer } from './dns-answer.ts'
import { orderDns } from './dns-control.ts'
import { exchange } from './exchange.ts'
import { type RunningDns, startClusterDns } from './start-cluster-dns.ts'
import { startUpstreamDns } from './start-upstream-dns.ts'

let directory = ''
let running: RunningDns[] = []
let port = 0
let upstreamPort = 0
let nowMs = 0

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'fairlead-dns-'))
  port = await freePort()
  upstreamPort = await freePort()
  nowMs = 0
  await writeFile(join(directory, 'zone.json'), '{"db.lan": ["192.168.50.20"], "cache": ["172.18.0.4", "fc00::4"]}')
  running = [
    await startUpstreamDns({ zone: join(directory, 'zone.json'), addresses: ['127.0.0.1'], port: upstreamPort }),
  ]
})

afterEach(async () => {
  await Promise.all(running.map((dns) => dns.close()))
  await rm(directory, { recursive: true })
})

test('the kubernetes plugin answers from Services and slices', async () => {
  await start(objects)
  const table = `
    db.shop.svc.cluster.local        A     NOERROR   A 10.96.0.20
    db.shop.svc.cluster.local        AAAA  NOERROR
    cache.shop.svc.cluster.local     A     NOERROR   A 172.18.0.4
    172-18-0-4.cache.shop.svc.cluster.local A NOERROR A 172.18.0.4
    cache.shop.svc.cluster.local     AAAA  NOERROR
    asleep.shop.svc.cluster.local    A     NXDOMAIN
    unlabelled.shop.svc.cluster.local A    NXDOMAIN
    portless.shop.svc.cluster.local  A     NOERROR   A 172.18.0.9
    portless.shop.svc.cluster.local  SRV   NOERROR
    empty.shop.svc.cluster.local     A     NOERROR   A 10.96.0.30
    archive.shop.svc.cluster.local   A     NOERROR   CNAME db.lan, A 192.168.50.20
    archive.shop.svc.cluster.local   AAAA  NOERROR   CNAME db.lan
    lost.shop.svc.cluster.local      A     NOERROR   CNAME host.docker.internal
    inside.shop.svc.cluster.local    A     NOERROR   CNAME db.shop.svc.cluster.local, A 10.96.0.20
    nowhere.shop.svc.cluster.local   A     NOERROR
    literal.shop.svc.cluster.local   A     NXDOMAIN
    none.shop.svc.cluster.local      A     NXDOMAIN
    db.nospace.svc.cluster.local     A     NXDOMAIN
    shop.svc.cluster.local           A     NOERROR
    svc.cluster.local                A     NOERROR
    cluster.local                    A     NOERROR
    a.b.c.db.shop.svc.cluster.local  A     NXDOMAIN
    10-244-1-10.shop.pod.cluster.local A   NOERROR   A 10.244.1.10
    web.shop.pod.cluster.local       A     NXDOMAIN
    db.lan                           A     NOERROR   A 192.168.50.20
    cache                            AAAA  NOERROR   AAAA fc00::4
    host.docker.internal             A     NXDOMAIN`
  for (const row of table
    .trim()
    .split('\n')
    .map((line) => line.trim().replace(/ +/g, ' '))) {
    const [name = '', type = ''] = row.split(' ')
    const answer = await ask(name, type)
    expect(`${name} ${type} ${answer.rcode} ${shown(answer)}`.trim()).toBe(row)
  }
})

test('SRV gives the port under a name made from the address, and its address beside it', async () => {
  await start(objects)
  const answer = await ask('_redis._tcp.cache.shop.svc.cluster.local', 'SRV')
  expect(answer.answers.map((record) => ('data' in record ? record.data : null))).toEqual([
    { priority: 0, weight: 100, port: 6379, target: '172-18-0-4.cache.shop.svc.cluster.local' },
  ])
  expect(answer.additionals[0]).toMatchObject({ type: 'A', data: '172.18.0.4' })
})

test('a reverse name gives the Service of a ClusterIP, and of a ready endpoint', async () => {
  await start(objects)
  expect(shown(await ask('20.0.96.10.in-addr.arpa', 'PTR'))).toBe('PTR db.shop.svc.cluster.local')
  expect(shown(await ask('4.0.18.172.in-addr.arpa', 'PTR'))).toBe('PTR 172-18-0-4.cache.shop.svc.cluster.local')
})

test('a denial carries the SOA whose TTL is the plugin`s ttl', async () => {
  await start(objects)
  expect((await ask('none.shop.svc.cluster.local', 'A')).authorities).toMatchObject([
    { type: 'SOA', name: 'cluster.local', ttl: 30, data: { mname: 'ns.dns.cluster.local', minimum: 30 } },
  ])
})

test('a cached answer outlives the object that it came from, and its TTL counts down', async () => {
  await start(objects)
  expect(ttls(await ask('cache.shop.svc.cluster.local', 'A'))).toEqual([30])
  await change(objects.filter((object) => object.metadata.name !== 'cache'))
  await orderDns(control(), 'reload-objects')
  nowMs = 12_000
  const cached = await ask('cache.shop.svc.cluster.local', 'A')
  expect([shown(cached), ttls(cached)]).toEqual(['A 172.18.0.4', [18]])
  nowMs = 30_000
  expect((await ask('cache.shop.svc.cluster.local', 'A')).rcode).toBe('NXDOMAIN')
})

test('a cached denial outlives the creation of its object', async () => {
  await start(objects.filter((object) => object.metadata.name !== 'cache'))
  await ask('cache.shop.svc.cluster.local', 'A')
  await change(objects)
  await orderDns(control(), 'reload-objects')
  nowMs = 29_999
  expect((await ask('cache.shop.svc.cluster.local', 'A')).authorities).toMatchObject([{ ttl: 1 }])
  nowMs = 30_000
  expect(shown(await ask('cache.shop.svc.cluster.local', 'A'))).toBe('A 172.18.0.4')
})

test('caching of the cluster`s domain can be switched off', async () => {
  await start(objects, 'cache 30 {\n disable success cluster.local\n disable denial cluster.local\n }')
  await ask('cache.shop.svc.cluster.local', 'A')
  await change(objects.filter((object) => object.metadata.name !== 'cache'))
  await orderDns(control(), 'reload-objects')
  expect((await ask('cache.shop.svc.cluster.local', 'A')).rcode).toBe('NXDOMAIN')
})

test('a broken watch hides every change until it heals, without a cache', async () => {
  await start(objects, '')
  await orderDns(control(), 'freeze')
  await change(objects.filter((object) => object.metadata.name !== 'cache'))
  await orderDns(control(), 'reload-objects')
  expect(ttls(await ask('cache.shop.svc.cluster.local', 'A'))).toEqual([30])
  await orderDns(control(), 'thaw')
  expect((await ask('cache.shop.svc.cluster.local', 'A')).rcode).toBe('NXDOMAIN')
})

test('hosts without fallthrough answers SERVFAIL for every other name', async () => {
  await start(objects, 'hosts {\n 172.18.0.1 host.docker.internal\n }')
  expect(shown(await ask('host.docker.internal', 'A'))).toBe('A 172.18.0.1')
  expect((await ask('db.shop.svc.cluster.local', 'A')).rcode).toBe('SERVFAIL')
})

test('hosts with fallthrough leaves other names to the next plugin', async () => {
  await start(objects, 'hosts {\n 172.18.0.1 host.docker.internal\n fallthrough\n }')
  expect(shown(await ask('lost.shop.svc.cluster.local', 'A'))).toBe('CNAME host.docker.internal, A 172.18.0.1')
  expect((await ask('host.docker.internal', 'AAAA')).rcode).toBe('NOERROR')
  expect(shown(await ask('db.shop.svc.cluster.local', 'A'))).toBe('A 10.96.0.20')
})

test('rewrite and template change what is asked and answered', async () => {
  await start(objects, 'rewrite name pg.example db.shop.svc.cluster.local\ntemplate IN AAAA lan {\n rcode NXDOMAIN\n }')
  expect((await ask('pg.example', 'A')).answers).toMatchObject([{ name: 'pg.example', data: '10.96.0.20' }])
  expect((await ask('db.lan', 'AAAA')).rcode).toBe('NXDOMAIN')
})

test('an upstream that is gone gives SERVFAIL at once when its port is closed', async () => {
  await start(objects)
  await running.shift()?.close()
  expect((await ask('db.lan', 'A')).rcode).toBe('SERVFAIL')
  expect((await ask('db.shop.svc.cluster.local', 'A')).rcode).toBe('NOERROR')
})

test('a Corefile with an unknown plugin is refused, and what runs goes on', async () => {
  await start(objects)
  await change(withCorefile(objects, 'kubernets cluster.local'))
  await expect(orderDns(control(), 'reload-corefile')).rejects.toThrow("Corefile: Unknown directive 'kubernets'")
  expect(shown(await ask('db.shop.svc.cluster.local', 'A'))).toBe('A 10.96.0.20')
})

test('an answer that does not fit a UDP message comes over TCP', async () => {
  const addresses = Array.from({ length: 200 }, (_, index) => `172.18.1.${index + 1}`)
  await start([...objects, service('many', { clusterIP: 'None' }), slice('many', addresses)])
  expect((await ask('many.shop.svc.cluster.local', 'A')).answers).toHaveLength(200)
})

const objects: KubernetesObject[] = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
  service('db', { clusterIP: '10.96.0.20', ports: [{ name: 'postgres', port: 5432 }] }),
  service('empty', { clusterIP: '10.96.0.30' }),
  service('cache', { clusterIP: 'None' }),
  slice('cache', ['172.18.0.4']),
  service('asleep', { clusterIP: 'None' }),
  slice('asleep', ['172.18.0.5'], { ready: false }),
  service('unlabelled', { clusterIP: 'None' }),
  slice('unlabelled', ['172.18.0.6'], { label: 'unlabeled' }),
  service('portless', { clusterIP: 'None' }),
  slice('portless', ['172.18.0.9'], { ports: [] }),
  service('archive', { type: 'ExternalName', externalName: 'db.lan' }),
  service('lost', { type: 'ExternalName', externalName: 'host.docker.internal' }),
  service('inside', { type: 'ExternalName', externalName: 'db.shop.svc.cluster.local' }),
  service('nowhere', { type: 'ExternalName', externalName: 'none.shop.svc.cluster.local' }),
  service('literal', { type: 'ExternalName', externalName: '172.18.0.1' }),
]

function service(name: string, spec: Record<string, unknown>): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace: 'shop' }, spec }
}

function slice(
  name: string,
  addresses: readonly string[],
  { label = name, ready = true, ports = [{ name: 'redis', port: 6379, protocol: 'TCP' }] as unknown[] } = {},
): KubernetesObject {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: `${name}-1`, namespace: 'shop', labels: { 'kubernetes.io/service-name': label } },
    addressType: 'IPv4',
    ports,
    endpoints: addresses.map((address) => ({ addresses: [address], conditions: { ready } })),
  }
}

async function start(manifests: readonly KubernetesObject[], extra = 'cache 30'): Promise<void> {
  await change(withCorefile(manifests, extra))
  await writeFile(join(directory, 'resolv.conf'), 'nameserver 127.0.0.1\n')
  running.push(
    await startClusterDns({
      manifests: join(directory, 'manifests.json'),
      resolvConf: join(directory, 'resolv.conf'),
      addresses: ['127.0.0.1'],
      port,
      control: control(),
      log: () => {},
      nowMs: () => nowMs,
    }),
  )
}

async function change(manifests: readonly KubernetesObject[]): Promise<void> {
  await writeFile(join(directory, 'manifests.json'), JSON.stringify(manifests))
}

function withCorefile(manifests: readonly KubernetesObject[], extra: string): KubernetesObject[] {
  const corefile = `.:53 {
    errors
    kubernetes cluster.local in-addr.arpa ip6.arpa {
       pods insecure
       fallthrough in-addr.arpa ip6.arpa
       ttl 30
    }
    forward . 127.0.0.1:${upstreamPort}
    loadbalance
    ${extra}
}`
  const metadata = { name: 'coredns', namespace: 'kube-system' }
  return [...manifests, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { Corefile: corefile } }]
}

function control(): string {
  return join(directory, 'dns.sock')
}

function ask(name: string, type: string): Promise<DnsAnswer> {
  return exchange({ address: '127.0.0.1', port }, { name, type }, 2000)
}

function shown(answer: DnsAnswer): string {
  return answer.answers.map((record) => `${record.type} ${'data' in record ? record.data : ''}`).join(', ')
}

function ttls(answer: DnsAnswer): unknown[] {
  return answer.answers.map((record) => ('ttl' in record ? record.ttl : null))
}

/** A TCP port that the kernel gives out; nothing else here asks for UDP on it. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
