// The answers of faults.md table 0.2, as the real C library gives them for the ways of a DNS server.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeNamespaces, type RealNamespaces, serverCommand } from '../../test/namespaces/make-namespaces.ts'
import { runInside } from '../../test/namespaces/run-inside.ts'
import type { NameMeasurement } from '../model/measurement.ts'
import type { NetworkFile } from '../model/network-file.ts'
import { probeConnections } from './probe-connections.ts'
import { probeNames } from './probe-names.ts'

const NETWORK = `
ip link add eth0 netns pod type veth peer name eth0 netns dns
ip -n pod addr add 10.1.0.2/24 dev eth0; ip -n dns addr add 10.1.0.1/24 dev eth0
ip -n dns addr add 10.1.0.3/24 dev eth0; ip -n dns addr add 10.1.0.4/24 dev eth0
ip -n pod link set eth0 up; ip -n dns link set eth0 up
ip netns exec dns iptables -A INPUT -d 10.1.0.4 -j DROP
`
/** Answers by the first label of what it is asked; anything else does not exist. */
const SERVER = `
const { decode, encode, streamEncode } = require('dns-packet')
const soa = { type: 'SOA', name: 'cluster.local', ttl: 30, data: { mname: 'ns.dns.cluster.local', rname: 'hostmaster.cluster.local', serial: 1, refresh: 7200, retry: 1800, expire: 86400, minimum: 30 } }
const many = Array.from({ length: 60 }, (_, i) => '10.9.0.' + i)
const start = Date.now()
const answer = (packet, overTcp) => {
  const [question] = packet.questions
  const is = (name) => question.name === name + '.shop.svc.cluster.local' || question.name === name
  const a = (...addresses) => question.type === 'A' ? addresses.map((data) => ({ type: 'A', name: question.name, ttl: 30 - Math.floor((Date.now() - start) / 1000), data })) : []
  const reply = { type: 'response', id: packet.id, flags: 0x0180, questions: [question], answers: [], authorities: [] }
  if (is('db')) return { ...reply, answers: [...a('172.18.0.1')], authorities: question.type === 'A' ? [] : [soa] }
  if (is('both')) return { ...reply, answers: question.type === 'A' ? a('172.18.0.1') : [{ type: 'AAAA', name: question.name, ttl: 30, data: 'fd00::1' }] }
  if (is('empty')) return { ...reply, authorities: [soa] }
  if (is('alias')) return { ...reply, answers: [{ type: 'CNAME', name: question.name, ttl: 30, data: 'gone.example' }] }
  if (is('broken')) return { ...reply, flags: 0x0182 }
  if (is('many')) return overTcp || question.type !== 'A' ? { ...reply, answers: a(...many) } : { ...reply, flags: 0x0380 }
  return { ...reply, flags: 0x0183, authorities: [soa] }
}
const udp = require('node:dgram').createSocket('udp4')
udp.on('message', (data, from) => udp.send(encode(answer(decode(data), false)), from.port, from.address))
const tcp = require('node:net').createServer((socket) => {
  let rest = Buffer.alloc(0)
  // glibc sends both its questions over one connection.
  socket.on('error', () => {}).on('data', (data) => {
    rest = Buffer.concat([rest, data])
    while (rest.length > 2 && rest.length >= 2 + rest.readUInt16BE(0)) {
      const end = 2 + rest.readUInt16BE(0)
      socket.write(streamEncode(answer(decode(rest.subarray(2, end)), true)))
      rest = rest.subarray(end)
    }
  })
})
udp.bind(53, '10.1.0.1', () => tcp.listen(53, '10.1.0.1', () => console.log('ready')))
`

const SEARCH = 'search shop.svc.cluster.local svc.cluster.local cluster.local\n'
let real: RealNamespaces
let folder: string
let file: NetworkFile

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fairlead-test-'))
  real = await makeNamespaces(['pod', 'dns'], NETWORK + serverCommand('dns', SERVER))
  await writeFile(join(folder, 'hosts'), '127.0.0.1 localhost\n10.7.7.7 pinned\n')
  const client = async (name: string, resolvConf: string) => {
    const path = join(folder, `${name}.resolv.conf`)
    await writeFile(path, resolvConf)
    return { ...real.entry('pod', 'pod'), name, resolvConf: path, hosts: join(folder, 'hosts') }
  }
  const namespaces = [
    await client('pod', `${SEARCH}nameserver 10.1.0.1\noptions ndots:5\n`),
    await client('closed', `${SEARCH}nameserver 10.1.0.3\noptions ndots:5\n`),
    await client('dropped', 'nameserver 10.1.0.4\noptions timeout:1 attempts:1\n'),
    { ...real.entry('pod', 'pod'), name: 'unknown' },
  ]
  const rest = { clusterDomain: 'cluster.local', podCidrs: [], serviceCidrs: [], kubernetes: [], docker: null }
  file = { apiVersion: 'fairlead.dev/v1', kind: 'Network', namespaces, ...rest }
})
afterAll(async () => {
  await real.takeDown()
  await rm(folder, { recursive: true })
})

async function ask(name: string, from = 'pod'): Promise<NameMeasurement> {
  const [measurement] = await probeNames(file, [{ from, name }])
  if (measurement === undefined) throw new Error(`${name} was not measured`)
  return measurement
}

function asked({ queries }: NameMeasurement): string[] {
  return queries.map(({ query, type, rcode, error }) => `${query} ${type} ${rcode ?? error}`)
}

it('finds a name by the first entry of the search list and asks no further', async () => {
  const measurement = await ask('db')
  expect(measurement).toMatchObject({
    from: 'pod',
    name: 'db',
    outcome: 'resolved',
    addresses: ['172.18.0.1'],
    again: [],
  })
  expect(asked(measurement)).toEqual([
    'db.shop.svc.cluster.local. A NOERROR',
    'db.shop.svc.cluster.local. AAAA NOERROR',
  ])
  expect(measurement.queries[0]?.answers).toEqual([
    { name: 'db.shop.svc.cluster.local.', type: 'A', data: '172.18.0.1', ttlSeconds: expect.any(Number) },
  ])
  expect(measurement.queries[1]?.authority).toEqual([
    {
      name: 'cluster.local.',
      type: 'SOA',
      data: 'ns.dns.cluster.local. hostmaster.cluster.local. 1 7200 1800 86400 30',
      ttlSeconds: 30,
    },
  ])
})

it('gives IPv4 and IPv6 addresses in the order of getaddrinfo', async () => {
  expect(new Set((await ask('both')).addresses)).toEqual(new Set(['172.18.0.1', 'fd00::1']))
})

it('says EAI_NONAME for a name that no entry of the search list has, and shows each answer', async () => {
  const measurement = await ask('missing.shop')
  expect(measurement.outcome).toBe('EAI_NONAME')
  expect(asked(measurement)).toEqual([
    'missing.shop.shop.svc.cluster.local. A NXDOMAIN',
    'missing.shop.shop.svc.cluster.local. AAAA NXDOMAIN',
    'missing.shop.svc.cluster.local. A NXDOMAIN',
    'missing.shop.svc.cluster.local. AAAA NXDOMAIN',
    'missing.shop.cluster.local. A NXDOMAIN',
    'missing.shop.cluster.local. AAAA NXDOMAIN',
    'missing.shop. A NXDOMAIN',
    'missing.shop. AAAA NXDOMAIN',
  ])
})

it('says EAI_NODATA for a name without addresses', async () => {
  expect((await ask('empty.shop.svc.cluster.local.')).outcome).toBe('EAI_NODATA')
})

it('says EAI_NONAME for an alias that leads nowhere', async () => {
  const measurement = await ask('alias.shop.svc.cluster.local.')
  expect(measurement.outcome).toBe('EAI_NONAME')
  expect(measurement.queries[0]?.answers).toEqual([
    { name: 'alias.shop.svc.cluster.local.', type: 'CNAME', data: 'gone.example.', ttlSeconds: 30 },
  ])
})

it('says EAI_AGAIN for a server that fails', async () => {
  const measurement = await ask('broken.shop.svc.cluster.local.')
  expect(measurement.outcome).toBe('EAI_AGAIN')
  expect(asked(measurement)[0]).toBe('broken.shop.svc.cluster.local. A SERVFAIL')
})

it('says EAI_AGAIN at once where no DNS server listens, and asks no further', async () => {
  const measurement = await ask('db', 'closed')
  expect(measurement.outcome).toBe('EAI_AGAIN')
  expect(measurement.delayMs).toBeLessThan(1_500)
  expect(asked(measurement)).toEqual([
    'db.shop.svc.cluster.local. A ECONNREFUSED',
    'db.shop.svc.cluster.local. AAAA ECONNREFUSED',
  ])
})

it('says EAI_AGAIN after the time that resolv.conf gives where the question is dropped', async () => {
  const measurement = await ask('db.example', 'dropped')
  expect(measurement.outcome).toBe('EAI_AGAIN')
  expect(measurement.delayMs).toBeGreaterThan(900)
  expect(asked(measurement)).toEqual(['db.example. A timeout', 'db.example. AAAA timeout'])
})

it('asks over TCP when the answer does not fit a datagram', async () => {
  const measurement = await ask('many.shop.svc.cluster.local.')
  expect(measurement.queries[0]).toMatchObject({ rcode: 'NOERROR', error: null })
  expect(measurement.queries[0]?.answers).toHaveLength(60)
  expect(measurement.addresses).toHaveLength(60)
})

it('takes a name of the hosts file from there and asks nobody', async () => {
  const measurement = await ask('pinned')
  expect(measurement).toMatchObject({ outcome: 'resolved', addresses: ['10.7.7.7'], queries: [] })
})

it('asks a DNS server something that it answers when only its port is tried', async () => {
  const to = { address: '10.1.0.1', port: 53, protocol: 'udp' } as const
  const [measurement] = await probeConnections(file, [{ from: 'pod', to }])
  expect(measurement?.outcome).toBe('connected')
})

it('asks again when it is told to, and shows the TTL that went down', async () => {
  const [measurement] = await probeNames(file, [{ from: 'pod', name: 'db' }], { again: () => true })
  const [again] = measurement?.again ?? []
  expect(again).toMatchObject({ query: 'db.shop.svc.cluster.local.', type: 'A', rcode: 'NOERROR' })
  expect(again?.afterMs).toBeGreaterThan(1_000)
  const ttl = (query: NameMeasurement['queries'][number] | undefined): number => query?.answers[0]?.ttlSeconds ?? -1
  expect(ttl(again)).toBeLessThan(ttl(measurement?.queries[0]))
})

it('leaves out a client whose resolv.conf is not known, and says so', async () => {
  const words: string[] = []
  const measurements = await probeNames(file, [{ from: 'unknown', name: 'db' }], {
    onNotRun: (from, why) => words.push(`${from}: ${why}`),
  })
  expect(measurements).toEqual([])
  expect(words).toEqual(['unknown: the resolv.conf of unknown is not known'])
})

const INSIDE = `
import { writeFileSync } from 'node:fs'
import { makeNamespaces, serverCommand } from './test/namespaces/make-namespaces.ts'
import { probeConnections } from './probe-connections.ts'
import { probeNames } from './src/probe/probe-names.ts'
const real = await makeNamespaces(['pod', 'dns'], ${JSON.stringify(NETWORK)} + serverCommand('dns', ${JSON.stringify(SERVER)}))
writeFileSync('/media/resolv.conf', 'search shop.svc.cluster.local\\nnameserver 10.1.0.1\\n')
writeFileSync('/media/hosts', '10.7.7.7 pinned\\n')
const client = real.entry('pod', 'pod', { resolvConf: '/media/resolv.conf', hosts: '/media/hosts' })
try {
  const measurements = await probeNames({ namespaces: [client] }, ['db', 'pinned'].map((name) => ({ from: 'pod', name })))
  console.log(JSON.stringify(measurements.map(({ name, addresses }) => name + ' ' + addresses)))
} finally {
  await real.takeDown()
}`

it.each([
  [
    'has neither resolv.conf nor hosts',
    `mount -t tmpfs none /media; mkdir /media/etc; mount --bind /etc /media/etc; mount -t tmpfs none /etc
for file in /media/etc/*; do ln -s $file /etc/; done
rm -f /etc/resolv.conf /etc/hosts /etc/nsswitch.conf`,
  ],
  [
    'asks a daemon of its own for names',
    'mount -t tmpfs none /media; echo "hosts: resolve [!UNAVAIL=return] dns" >/media/nsswitch.conf; mount --bind /media/nsswitch.conf /etc/nsswitch.conf',
  ],
])('asks as the client would also on a machine that %s', async (_why, prepare) => {
  expect(await runInside(prepare, INSIDE)).toEqual(['db 172.18.0.1', 'pinned 10.7.7.7'])
})
