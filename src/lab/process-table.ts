// Which processes still are the ones that a lab wrote down: by pid and the moment they started, so that a pid used again is not taken for them.
import { readFile } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'

/** Clock ticks from boot to the start of a process; empty when there is no such process, or only its exit status is left. */
export async function processStart(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  // The name, in parentheses, may hold spaces; state is the first field after it, starttime the twentieth (proc(5)).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields[0] === 'Z' || fields[0] === 'X' ? '' : (fields[19] ?? '')
}

/** Changes with every boot of the machine. */
export async function bootId(): Promise<string> {
  return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '')).trim()
}

export interface KnownProcess {
  readonly pid: number
  readonly start: string
}

export async function knownProcess(pid: number): Promise<KnownProcess> {
  return { pid, start: await processStart(pid) }
}

export async function isAlive(known: KnownProcess): Promise<boolean> {
  return known.start !== '' && (await processStart(known.pid)) === known.start
}

export async function untilGone(known: KnownProcess): Promise<void> {
  while (await isAlive(known)) await setTimeout(2)
}
