// An Engine that is killed in the middle: each question ends with words.
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { Engine } from '../../src/collect/docker/engine.ts'
import { openEngine } from '../../src/collect/docker/open-engine.ts'
import { failure } from './docker-command.ts'

const run = promisify(execFile)
let folder = ''
let socket = ''
let daemon: ChildProcess
let engine: Engine
let victimPid = 0

/** Of the Engine that may be killed. */
const docker = async (...argv: string[]): Promise<string> =>
  (await run('docker', ['--host', socket, ...argv])).stdout.trim()

/** In namespaces of its own it touches no firewall of anybody's, and its mounts end with it. */
function startDaemon(): ChildProcess {
  const inFolder = (option: string, name: string): string => `--${option}=${join(folder, name)}`
  const own = [inFolder('data-root', 'data'), inFolder('exec-root', 'exec'), inFolder('pidfile', 'pid')]
  const alone = [inFolder('config-file', 'config'), `--host=${socket}`, '--bridge=none', '--iptables=false']
  return spawn('unshare', ['--net', '--mount', '--', 'dockerd', ...own, ...alone], { stdio: 'ignore' })
}

/** This machine's own shell and what it runs here, with their libraries. */
async function importShell(): Promise<void> {
  const { stdout } = await run('sh', [
    '-c',
    'for tool in sh head sleep; do path=$(command -v $tool); echo $path; ldd $path | grep -o "/[^ ]*"; done',
  ])
  const files = [...new Set(stdout.trim().split('\n'))].map((path) => path.slice(1))
  const archive = join(folder, 'shell.tar')
  await run('tar', ['--create', '--dereference', `--file=${archive}`, '--directory=/', ...files])
  await docker('import', archive, 'shell')
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fairlead-killed-'))
  socket = `unix://${join(folder, 'docker.sock')}`
  await writeFile(join(folder, 'config'), '{}')
  daemon = startDaemon()
  await vi.waitFor(() => docker('version'), { timeout: 60_000, interval: 300 })
  await importShell()
  await docker('run', '--detach', '--name', 'victim', '--network', 'none', 'shell', 'sh', '-c', 'sleep 100000')
  victimPid = Number(await docker('inspect', '--format', '{{.State.Pid}}', 'victim'))
  process.env.DOCKER_HOST = socket
  engine = await openEngine()
}, 120_000)

afterAll(async () => {
  delete process.env.DOCKER_HOST
  daemon.kill('SIGKILL')
  if ((await run('ps', ['-A', '-o', 'pid=,args='])).stdout.includes(`${victimPid} sh -c sleep 100000`)) {
    process.kill(victimPid, 'SIGKILL')
  }
  // containerd, and the one that holds the container: both have the folder in their command lines.
  const left = async (): Promise<string[]> =>
    (await run('ps', ['-A', '-o', 'pid=,args='])).stdout.split('\n').filter((line) => line.includes(folder))
  for (const line of await left()) process.kill(Number.parseInt(line, 10), 'SIGTERM')
  await vi.waitFor(async () => expect(await left()).toEqual([]), { timeout: 10_000 })
  await rm(folder, { recursive: true })
})

it('the second Engine is the one that is open', async () => {
  const { containers } = await engine.inspect()
  expect(containers.map(({ Name }) => Name)).toEqual(['/victim'])
})

it('killed while a command runs: the words say so at once, and no question hangs', async () => {
  let isDead: Promise<unknown> = Promise.resolve()
  const onOutput = (): void => {
    isDead = once(daemon, 'exit')
    daemon.kill('SIGKILL')
  }
  const begun = engine.runIn('victim')(['sh', '-c', 'echo; sleep 100000'], { onOutput })
  const cannot = `Cannot reach the container engine at ${socket}, which DOCKER_HOST names:`
  expect(await failure(begun)).toBe(
    `${cannot} it closed the connection in the middle. The Engine was stopped or has crashed (journalctl -u docker says more): start it and try again.`,
  )
  await isDead
  for (const asked of [engine.inspect(), engine.runIn('victim')(['true']), openEngine()]) {
    expect(await failure(asked)).toMatch(cannot)
  }
})
