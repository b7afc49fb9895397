// Starts one of the lab's servers while the lab is up, and ends one.
import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { enterArguments, toolEnvironment } from '../enter-namespace.ts'
import { labDirectory } from '../lab-directory.ts'
import type { LabRecord } from '../lab-record.ts'
import { isAlive, type KnownProcess, knownProcess, untilGone } from '../process-table.ts'
import type { ServerCommand } from './server-command.ts'

/** It becomes a child of the lab's first process; returns once it reports that it serves. */
export async function startServer(record: LabRecord, command: ServerCommand): Promise<KnownProcess> {
  const log = openSync(join(labDirectory(record.name), 'log'), 'a')
  const [nsenter = '', ...enter] = enterArguments(record, command.namespace)
  const child = spawn(nsenter, [...enter, 'sh', '-c', '"$@" &', 'sh', ...command.argv], {
    detached: true,
    env: toolEnvironment(),
    stdio: ['ignore', log, log, 'pipe'],
  })
  closeSync(log)
  // Without nsenter the channel below closes at once.
  child.on('error', () => {})
  for await (const line of createInterface({ input: child.stdio[3] as Readable })) {
    const [what = '', , pid = ''] = line.split(' ')
    if (what !== 'failed') return knownProcess(Number(pid))
    throw new Error(`A server of lab ${record.name} did not start: ${line}`)
  }
  throw new Error(`A server of lab ${record.name} did not start: ${command.argv.slice(2).join(' ')}`)
}

/** Returns once its sockets are gone. */
export async function endServer(known: KnownProcess): Promise<void> {
  if (!(await isAlive(known))) return
  process.kill(known.pid, 'SIGKILL')
  await untilGone(known)
}
