// What faults are made with, tried in a real lab: objects, listeners, cluster DNS, files, commands.
import { beforeAll, expect, test } from 'vitest'
import { useOwnLabs } from '../../test/own-labs.ts'
import type { KubernetesObject } from '../model/snapshot.ts'
import { breakLab, mendLab } from './break-lab.ts'
import { controlLab } from './control-lab.ts'
import { execInLab } from './exec-in-lab.ts'
import type { LabControl } from './fault.ts'
import { labStatus } from './lab-status.ts'
import { raiseLab } from './raise-lab.ts'

useOwnLabs()
let lab: LabControl
beforeAll(async () => {
  await raiseLab()
  lab = await controlLab('default')
})

/** getent's way: 2 when there is no such name. */
function resolve(from: string, name: string): Promise<string> {
  return lab
    .run(from, ['sh', '-c', 'getent ahosts "$1" | head -1 || :', 'sh', name])
    .then((text) => text.split(/\s+/)[0] ?? '')
}

async function changeSlice(
  service: string,
  change: (slice: KubernetesObject) => KubernetesObject,
  how: 'told' | 'silently',
): Promise<() => Promise<void>> {
  const objects = await lab.readObjects()
  const changed = objects.map((object) =>
    object.kind === 'EndpointSlice' && object.metadata.name === `${service}-1` ? change(object) : object,
  )
  await (how === 'told' ? lab.writeObjects(changed) : lab.writeObjectsSilently(changed))
  return () => lab.writeObjects(objects)
}

test("a changed slice changes the nodes' rules and what cluster DNS answers", async () => {
  const mend = await changeSlice('db', (slice) => ({ ...slice, endpoints: [{ addresses: ['172.18.0.99'] }] }), 'told')
  for (const node of ['node-1', 'node-2']) {
    const rules = await lab.run(node, ['iptables-save', '-t', 'nat'])
    expect(rules).toContain('--to-destination 172.18.0.99:5432')
    expect(rules).not.toContain('--to-destination 172.18.0.1:5432')
  }
  await mend()
  expect(await lab.run('node-1', ['iptables-save', '-t', 'nat'])).not.toContain('172.18.0.99')
})

test('a Service that lost its endpoints is refused in the filter table, and is itself again afterwards', async () => {
  const mend = await changeSlice('db', (slice) => ({ ...slice, endpoints: [] }), 'told')
  expect(await lab.run('node-1', ['iptables-save', '-t', 'filter'])).toContain(
    '-A KUBE-SERVICES -d 10.96.0.20/32 -p tcp -m comment --comment "shop/db:postgres has no endpoints" -m tcp --dport 5432 -j REJECT --reject-with icmp-port-unreachable',
  )
  await mend()
  expect(await lab.run('node-1', ['iptables-save', '-t', 'filter'])).not.toContain('has no endpoints')
})

test('a silent change reaches neither rules nor DNS, and status says that the rules are behind', async () => {
  const mend = await changeSlice(
    'db',
    (slice) => ({ ...slice, endpoints: [{ addresses: ['172.18.0.98'] }] }),
    'silently',
  )
  expect(await lab.run('node-1', ['iptables-save', '-t', 'nat'])).not.toContain('172.18.0.98')
  const status = await labStatus('default')
  expect(status.state).toBe('up')
  expect(status.parts.filter((part) => !part.alive).map((part) => `${part.kind} ${part.name}`)).toEqual([
    'kube-proxy node-1',
    'kube-proxy node-2',
  ])
  await mend()
  expect((await labStatus('default')).parts.filter((part) => !part.alive)).toEqual([])
})

test('flushed rules come back with the next change of objects', async () => {
  const saved = await lab.run('node-2', ['iptables-save', '-t', 'nat'])
  await lab.run('node-2', ['iptables', '-t', 'nat', '-F', 'PREROUTING'])
  await lab.writeObjects(await lab.readObjects())
  expect(withoutCounters(await lab.run('node-2', ['iptables-save', '-t', 'nat']))).toEqual(withoutCounters(saved))
})

function withoutCounters(saved: string): string[] {
  return saved
    .replaceAll(/\[\d+:\d+\]/g, '')
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .sort()
}

test('a listener is replaced by one of the same name, and stopped by it', async () => {
  const spec = {
    name: 'nas/extra',
    namespace: 'nas',
    process: 'extra',
    protocol: 'tcp',
    address: '0.0.0.0',
    port: 9000,
  } as const
  await lab.startListener(spec)
  await lab.startListener({ ...spec, address: '127.0.0.1' })
  expect(await lab.run('nas', ['ss', '-Hltn', 'sport', '=', '9000'])).toMatch(/^LISTEN\s+0\s+511\s+127\.0\.0\.1:9000\s/)
  expect((await lab.listeners()).filter((listener) => listener.name === 'nas/extra')).toEqual([
    { ...spec, address: '127.0.0.1' },
  ])
  await lab.stopListener('nas/extra')
  expect(await lab.run('nas', ['ss', '-Hltn', 'sport', '=', '9000'])).toBe('')
  expect((await labStatus('default')).state).toBe('up')
})

test('a listener that cannot have its port says why', async () => {
  const spec = {
    name: 'nas/twice',
    namespace: 'nas',
    process: 'twice',
    protocol: 'tcp',
    address: '0.0.0.0',
    port: 5432,
  } as const
  await expect(lab.startListener(spec)).rejects.toThrow('listen EADDRINUSE: address already in use 0.0.0.0:5432')
})

test('a listener that never accepts fills its queue', async () => {
  await lab.startListener({
    name: 'nas/full',
    namespace: 'nas',
    process: 'full',
    protocol: 'tcp',
    address: '0.0.0.0',
    port: 9001,
    backlog: 1,
    behaviour: 'never-accept',
  })
  // A connection that its client has closed waits like any other.
  await lab.run('nas', ['bash', '-c', 'for i in 1 2 3; do timeout 0.3 bash -c ": </dev/tcp/127.0.0.1/9001" || :; done'])
  const [, waiting, limit] = (await lab.run('nas', ['ss', '-Hltn', 'sport', '=', '9001'])).trim().split(/\s+/)
  expect({ waiting, limit }).toEqual({ waiting: '2', limit: '1' })
  await lab.stopListener('nas/full')
})

test('cluster DNS stops, starts, freezes and thaws', async () => {
  expect(await resolve('shop/web', 'files')).toBe('10.96.0.21')
  await lab.dns('stop')
  expect(await lab.run('kube-system/coredns', ['ss', '-Hltun'])).toBe('')
  expect((await labStatus('default')).state).toBe('up')
  await lab.dns('start')
  expect(await resolve('shop/web', 'files')).toBe('10.96.0.21')

  await lab.dns('freeze')
  const mend = await changeSlice(
    'cache',
    (slice) => ({ ...slice, endpoints: [{ addresses: ['172.18.0.97'] }] }),
    'told',
  )
  expect(await resolve('shop/web', 'cache')).toBe('172.18.0.4')
  await lab.writeCorefile(await lab.readCorefile())
  expect(await resolve('shop/web', 'cache')).toBe('172.18.0.4')
  await lab.dns('thaw')
  await lab.writeCorefile(await lab.readCorefile())
  expect(await resolve('shop/web', 'cache')).toBe('172.18.0.97')
  await mend()
})

test('a primed answer stays in the cache of cluster DNS until the Corefile is loaded anew', async () => {
  await lab.writeCorefile(await lab.readCorefile())
  await lab.primeDns('cache.shop.svc.cluster.local', 'A')
  const mend = await changeSlice(
    'cache',
    (slice) => ({ ...slice, endpoints: [{ addresses: ['172.18.0.96'] }] }),
    'told',
  )
  expect(await resolve('shop/web', 'cache')).toBe('172.18.0.4')
  await lab.writeCorefile(await lab.readCorefile())
  expect(await resolve('shop/web', 'cache')).toBe('172.18.0.96')
  await mend()
  await lab.writeCorefile(await lab.readCorefile())
})

test("a namespace's resolv.conf and hosts are what its programs see", async () => {
  const resolvConf = await lab.readFile('shop/web', 'resolv.conf')
  expect(await lab.run('shop/web', ['cat', '/etc/resolv.conf'])).toBe(resolvConf)
  await lab.writeFile('shop/web', 'hosts', '192.0.2.7\tsomewhere\n')
  expect(await resolve('shop/web', 'somewhere')).toBe('192.0.2.7')
  expect(await resolve('shop/api', 'somewhere')).toBe('')
  await lab.writeFile('shop/web', 'hosts', '127.0.0.1\tlocalhost\n')
})

test('a command that fails throws with its own words', async () => {
  await expect(lab.run('host', ['ip', 'route', 'del', '192.0.2.0/24'])).rejects.toThrow(
    'ip route del 192.0.2.0/24 failed in host of lab default: RTNETLINK answers: No such process',
  )
})

test('an unknown namespace is an error that lists them', async () => {
  await expect(lab.run('shop/webb', ['true'])).rejects.toThrow(
    'The lab default has no namespace named shop/webb. It has: host, node-1, node-2, shop/web,',
  )
})

test('a command in a namespace gives its exit status', async () => {
  expect(await execInLab('default', 'shop/web', ['sh', '-c', 'exit 7'])).toBe(7)
  expect(await execInLab('default', 'shop/web', ['sh', '-c', 'kill -9 $$'])).toBe(137)
})

test('faults are on until they are mended, and the record says which', async () => {
  await breakLab('default', 'node-has-no-route')
  await breakLab('default', 'listener-on-loopback')
  expect((await labStatus('default')).faults).toEqual(['node-has-no-route', 'listener-on-loopback'])
  await expect(breakLab('default', 'node-has-no-route')).rejects.toThrow(
    'The fault node-has-no-route is on already in lab default. Mend it with: fairlead lab mend node-has-no-route',
  )
  expect(await mendLab('default')).toEqual(['listener-on-loopback', 'node-has-no-route'])
  await expect(mendLab('default', 'node-has-no-route')).rejects.toThrow(
    'The fault node-has-no-route is not on in lab default. None is on.',
  )
  await expect(breakLab('default', 'node-has-no-rout')).rejects.toThrow(
    'The practice network has no fault named node-has-no-rout. Nearest: node-has-no-route',
  )
})

test('a lab that is not there is named, with the way to raise it', async () => {
  await expect(controlLab('elsewhere')).rejects.toThrow(
    'There is no lab named elsewhere. These are: default; raise one with: fairlead lab up --name elsewhere',
  )
})
