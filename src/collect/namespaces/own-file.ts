// Finds a file in the file system of a process, when it is not the very one that this process would read there.
import { stat } from 'node:fs/promises'

/** Its path from here; null when the process has no such file, may not be looked into, or shares ours. */
export async function ownFile(pid: number, path: string): Promise<string | null> {
  const there = `/proc/${pid}/root${path}`
  const [theirs, ours] = await Promise.all([stat(there).catch(() => null), stat(path).catch(() => null)])
  if (theirs === null || !theirs.isFile()) return null
  return theirs.dev === ours?.dev && theirs.ino === ours.ino ? null : there
}
