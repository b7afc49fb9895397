// Ends a lab and removes all of it, whatever state it is in.
import { rm } from 'node:fs/promises'
import { labDirectory, listLabs } from './lab-directory.ts'
import { withLabLock } from './lab-lock.ts'
import { findLab } from './lab-record.ts'
import { isFirstProcessAlive } from './lab-status.ts'
import { untilGone } from './process-table.ts'

/** False when there was none. */
export async function takeDownLab(name: string): Promise<boolean> {
  labDirectory(name)
  return withLabLock(name, () => removeLab(name))
}

/** The caller holds the lab's lock. */
export async function removeLab(name: string): Promise<boolean> {
  if (!(await listLabs()).includes(name)) return false
  const record = await findLab(name).catch(() => null)
  if (record !== null && (await isFirstProcessAlive(record))) {
    process.kill(record.first.pid, 'SIGKILL')
    // The first process of a pid namespace ends after all others (kernel/pid_namespace.c zap_pid_ns_processes).
    await Promise.all([record.first, record.anchor].map(untilGone))
  }
  await rm(labDirectory(name), { recursive: true, force: true })
  return true
}
