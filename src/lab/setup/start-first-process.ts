// Starts a lab's first process in namespaces of its own and collects what the lab reports while it comes up.
import { type ChildProcess, spawn } from 'node:child_process'
import { on, once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { CannotLookError } from '../../model/errors.ts'
import { toolEnvironment } from '../enter-namespace.ts'
import { labDirectory } from '../lab-directory.ts'
import { knownProcess, untilGone } from '../process-table.ts'

export interface FirstProcess {
  readonly userNamespace: boolean
  readonly anchor: ChildProcess
  /** Pids by what was reported: `holder shop/web` → 4711. */
  readonly pids: ReadonlyMap<string, number>
}

/** @param expected what must be reported before the lab is up. */
export async function startFirstProcess(
  name: string,
  expected: readonly string[],
  interrupted: AbortSignal,
): Promise<FirstProcess> {
  const words: string[] = []
  // A user namespace gives every right over the lab and none over the machine, so it is tried first, as root too.
  for (const userNamespace of process.getuid?.() === 0 ? [true, false] : [true]) {
    const anchor = startAnchor(name, userNamespace)
    try {
      const pids = await collectReports(anchor, expected, interrupted)
      if (pids !== null) return { userNamespace, anchor, pids }
    } catch (error) {
      await endAnchor(anchor)
      if (interrupted.aborted) throw error
      throw new Error(
        `The lab ${name} did not come up: ${error instanceof Error ? error.message : error}\n${await readLog(name)}`.trim(),
        {
          cause: error,
        },
      )
    }
    words.push(await readLog(name))
  }
  throw new CannotLookError(
    [
      `The lab could not make network namespaces: unshare --user --map-root-user --mount --net --pid was tried, and said: ${words.join('; ')}.`,
      'It needs user namespaces, or root. To allow user namespaces: sysctl -w user.max_user_namespaces=10000,',
      'on Debian sysctl -w kernel.unprivileged_userns_clone=1, on Ubuntu sysctl -w kernel.apparmor_restrict_unprivileged_userns=0;',
      'in a container, start it with --privileged.',
    ].join(' '),
  )
}

/** Lets the lab live on without this process. */
export function release(anchor: ChildProcess): void {
  anchor.stdin?.end('keep\n')
  reports(anchor).destroy()
  anchor.unref()
}

/** unshare's --kill-child ends the first process, and the kernel with it every process of its pid namespace; returns when all are gone. */
export async function endAnchor(anchor: ChildProcess): Promise<void> {
  if (anchor.exitCode !== null || anchor.signalCode !== null) return
  const children = await readFile(`/proc/${anchor.pid}/task/${anchor.pid}/children`, 'utf8').catch(() => '')
  const first = await Promise.all(children.trim().split(' ').filter(Boolean).map(Number).map(knownProcess))
  const exit = once(anchor, 'exit')
  anchor.kill('SIGKILL')
  await exit
  await Promise.all(first.map(untilGone))
}

function startAnchor(name: string, userNamespace: boolean): ChildProcess {
  const state = labDirectory(name)
  const log = openSync(join(state, 'log'), 'w', 0o600)
  const user = userNamespace ? ['--user', '--map-root-user'] : []
  // What the machine unmounts must go here too, or the lab would hold on to namespaces of others' containers.
  const namespaces = [...user, '--mount', '--propagation', 'slave', '--net', '--pid', '--fork', '--kill-child']
  try {
    return spawn('unshare', [...namespaces, 'sh', join(state, 'setup', 'first-process.sh')], {
      cwd: '/',
      detached: true,
      env: toolEnvironment(),
      stdio: ['pipe', log, log, 'pipe'],
    })
  } finally {
    closeSync(log)
  }
}

/** Null when it ended before it could do anything: no right to make namespaces. */
async function collectReports(
  anchor: ChildProcess,
  expected: readonly string[],
  interrupted: AbortSignal,
): Promise<ReadonlyMap<string, number> | null> {
  const pids = new Map<string, number>()
  const missing = new Set(expected)
  for await (const line of linesUntil(reports(anchor), AbortSignal.any([interrupted, AbortSignal.timeout(30_000)]))) {
    const [what = '', who = '', pid = ''] = line.split(' ')
    if (what === 'failed') throw new Error(line)
    pids.set(`${what} ${who}`, Number(pid))
    missing.delete(`${what} ${who}`)
    if (missing.size === 0) return pids
  }
  if (pids.size === 0) return null
  throw new Error(`never heard of: ${[...missing].join(', ')}`)
}

/** The stream stays open when the reader has heard enough. */
async function* linesUntil(stream: Readable, signal: AbortSignal): AsyncGenerator<string> {
  let rest = ''
  for await (const [text] of on(stream, 'data', { signal, close: ['end', 'close'] }) as AsyncIterable<[Buffer]>) {
    const lines = `${rest}${text}`.split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
}

function reports(anchor: ChildProcess): Readable {
  return anchor.stdio[3] as Readable
}

async function readLog(name: string): Promise<string> {
  return (await readFile(join(labDirectory(name), 'log'), 'utf8')).trim()
}
