// Labs raised, killed, interrupted and taken down: what is left of them.
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test } from 'vitest'
import { bundleLabProgram } from '../../test/bundle-lab-program.ts'
import { useOwnLabs } from '../../test/own-labs.ts'
import type { NetworkFile } from '../model/network-file.ts'
import { runInNamespace } from './enter-namespace.ts'
import { labDirectory, labNetworkFile, listLabs } from './lab-directory.ts'
import { readLab } from './lab-record.ts'
import { labStatus } from './lab-status.ts'
import { raiseLab } from './raise-lab.ts'
import { takeDownLab } from './take-down-lab.ts'

const runtime = useOwnLabs()
afterEach(async () => {
  for (const name of await listLabs()) await takeDownLab(name)
})

/** A process that has ended may still be in /proc until its parent, often the machine's own first process, asks for its status. */
function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

/** Every process that has this test's directory on its command line. */
function processesOfLabs(): string[] {
  return readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid))
    .flatMap((pid) => {
      try {
        const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
        return words.includes(runtime) ? [`${pid} ${words}`] : []
      } catch {
        return []
      }
    })
}

async function everyProcess(name: string): Promise<number[]> {
  const record = await readLab(name)
  return [
    record.anchor.pid,
    record.first.pid,
    ...record.namespaces.map((namespace) => namespace.holder.pid),
    ...record.listeners.map((listener) => listener.process.pid),
    ...record.dns.flatMap((server) => (server.process === null ? [] : [server.process.pid])),
  ]
}

test('a lab that is down leaves no process and no directory', async () => {
  const lab = await raiseLab({ name: 'one' })
  expect(lab.networkFile).toBe(labNetworkFile('one'))
  expect(lab.namespaces).toEqual([
    'host',
    'node-1',
    'node-2',
    'shop/web',
    'kube-system/coredns',
    'shop/api',
    'jobs/batch',
    'cache',
    'search',
    'nas',
  ])
  const status = await labStatus('one')
  expect(status.state).toBe('up')
  expect(status.parts.filter((part) => !part.alive)).toEqual([])
  const pids = await everyProcess('one')
  expect(await takeDownLab('one')).toBe(true)
  expect(pids.filter(isRunning)).toEqual([])
  expect(processesOfLabs()).toEqual([])
  expect(readdirSync(runtime)).toEqual([])
  expect(await labStatus('one')).toMatchObject({ state: 'absent', parts: [] })
  expect(await takeDownLab('one')).toBe(false)
})

test('the network file names every namespace by a process in it', async () => {
  await raiseLab()
  const file = JSON.parse(readFileSync(labNetworkFile('default'), 'utf8')) as NetworkFile
  expect(file).toMatchObject({
    apiVersion: 'fairlead.dev/v1',
    kind: 'Network',
    clusterDomain: 'cluster.local',
    podCidrs: ['10.244.0.0/16', 'fd00:10:244::/56'],
    serviceCidrs: ['10.96.0.0/16', 'fd00:10:96::/112'],
    kubernetes: ['manifests.yaml'],
    docker: 'docker.json',
  })
  const web = file.namespaces.find((namespace) => namespace.name === 'shop/web')
  expect(web).toMatchObject({ role: 'pod', node: 'node-1', resolvConf: 'namespaces/shop_web/resolv.conf' })
  const links = execFileSync('nsenter', [`--net=/proc/${web?.pid}/ns/net`, 'ip', '-br', 'addr', 'show', 'eth0'], {
    encoding: 'utf8',
  })
  expect(links).toContain('10.244.1.10/24')
  expect(readFileSync(join(labDirectory('default'), 'namespaces/shop_web/resolv.conf'), 'utf8')).toBe(
    'search shop.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n',
  )
})

test('labs of two names stand side by side and do not know each other', async () => {
  await Promise.all([raiseLab({ name: 'left' }), raiseLab({ name: 'right', bridge: 'kind0' })])
  expect(await listLabs()).toEqual(['left', 'right'])
  const [left, right] = [await readLab('left'), await readLab('right')]
  expect(await runInNamespace(left, 'node-1', ['ip', '-br', 'link', 'show', 'type', 'bridge'])).toMatch(/^cni0 /)
  expect(await runInNamespace(right, 'node-1', ['ip', '-br', 'link', 'show', 'type', 'bridge'])).toMatch(/^kind0 /)
  await runInNamespace(left, 'host', ['ip', 'addr', 'flush', 'dev', 'br-kind'])
  expect(await runInNamespace(right, 'host', ['ip', '-br', 'addr', 'show', 'br-kind'])).toContain('172.18.0.1/16')
  await takeDownLab('left')
  expect((await labStatus('right')).state).toBe('up')
})

test('a lab of a name that is up is not raised again', async () => {
  await raiseLab()
  await expect(raiseLab()).rejects.toThrow(
    `The lab default is up already (${labNetworkFile('default')}). Take it down first: fairlead lab down`,
  )
  expect((await labStatus('default')).state).toBe('up')
})

test('two raisers of one name at once make one lab', async () => {
  const results = await Promise.allSettled([raiseLab(), raiseLab()])
  expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected'])
  expect((await labStatus('default')).state).toBe('up')
})

test.each([
  ['unshare', async () => (await readLab('default')).anchor.pid],
  ['the first process', async () => (await readLab('default')).first.pid],
])('with %s every process of the lab ends, and down removes the rest', async (_, victim) => {
  await raiseLab()
  const pids = await everyProcess('default')
  process.kill(await victim(), 'SIGKILL')
  await expect.poll(() => pids.filter(isRunning)).toEqual([])
  expect(await labStatus('default')).toMatchObject({ state: 'dead', parts: [] })
  expect(await takeDownLab('default')).toBe(true)
  expect(readdirSync(runtime)).toEqual([])
})

test('a lab whose holder was killed is half dead, and says so', async () => {
  await raiseLab()
  const record = await readLab('default')
  const holder = record.namespaces.find((namespace) => namespace.name === 'node-2')?.holder.pid ?? 0
  process.kill(holder, 'SIGKILL')
  await expect.poll(async () => (await labStatus('default')).state).toBe('half-dead')
  const dead = (await labStatus('default')).parts.filter((part) => !part.alive)
  expect(dead.map((part) => `${part.kind} ${part.name}`)).toEqual(['namespace node-2', 'kube-proxy node-2'])
  await expect(raiseLab()).rejects.toThrow(
    'The lab default is half dead: namespace node-2, kube-proxy node-2 ended. Take away what is left with: fairlead lab down',
  )
  const pids = await everyProcess('default')
  await takeDownLab('default')
  expect(pids.filter(isRunning)).toEqual([])
  expect(readdirSync(runtime)).toEqual([])
})

test('a lab whose listener was killed is half dead', async () => {
  await raiseLab()
  const record = await readLab('default')
  process.kill(record.listeners.find((listener) => listener.spec.name === 'cache/redis')?.process.pid ?? 0, 'SIGKILL')
  await expect.poll(async () => (await labStatus('default')).state).toBe('half-dead')
  const dead = (await labStatus('default')).parts.filter((part) => !part.alive)
  expect(dead.map((part) => part.name)).toEqual(['cache/redis'])
})

test('a state directory without a lab is taken away, and does not stop a new one', async () => {
  await raiseLab()
  process.kill((await readLab('default')).first.pid, 'SIGKILL')
  await expect.poll(async () => (await labStatus('default')).state).toBe('dead')
  await raiseLab()
  expect((await labStatus('default')).state).toBe('up')
})

const programs = mkdtempSync(join(tmpdir(), 'fairlead-programs-'))
afterAll(() => rmSync(programs, { recursive: true }))

/** Another process that raises a lab. */
async function startRaiser(): Promise<ReturnType<typeof spawn>> {
  const program = await bundleLabProgram(programs, "await raiseLab({ name: 'orphan' })")
  return spawn(process.execPath, [program], { stdio: 'ignore' })
}

function exitOf(child: ReturnType<typeof spawn>): Promise<unknown> {
  return new Promise((resolve) => child.on('exit', (status, signal) => resolve(signal ?? status)))
}

test('a lab outlives the process that raised it', async () => {
  expect(await exitOf(await startRaiser())).toBe(0)
  expect((await labStatus('orphan')).state).toBe('up')
  await takeDownLab('orphan')
  expect(readdirSync(runtime)).toEqual([])
})

test.each([
  ['SIGINT', 0],
  ['SIGINT', 60],
  ['SIGINT', 120],
  ['SIGTERM', 180],
  ['SIGHUP', 30],
] as const)('a raiser that gets %s %i ms after it began leaves nothing', async (signal, afterMs) => {
  const child = await startRaiser()
  const exit = exitOf(child)
  await expect.poll(() => existsSync(labDirectory('orphan')), { interval: 2 }).toBe(true)
  await new Promise((resolve) => setTimeout(resolve, afterMs))
  child.kill(signal)
  expect(await exit).toBe(1)
  expect(processesOfLabs()).toEqual([])
  expect(readdirSync(runtime)).toEqual([])
})

test('a raiser killed outright leaves no process, and its name is free again', async () => {
  const child = await startRaiser()
  const exit = exitOf(child)
  await expect.poll(() => existsSync(join(labDirectory('orphan'), 'log')), { interval: 2 }).toBe(true)
  child.kill('SIGKILL')
  await exit
  await expect.poll(processesOfLabs).toEqual([])
  await raiseLab({ name: 'orphan' })
  expect((await labStatus('orphan')).state).toBe('up')
})

test('a name that is no plain word is refused', async () => {
  await expect(raiseLab({ name: '../x' })).rejects.toThrow(
    'The lab\'s name "../x" is not usable: up to 40 small letters, digits and hyphens, the first no hyphen.',
  )
})
