// One at a time may raise, change or take down a lab of one name: a file that names the process which holds it.
import { link, readFile, rm, unlink, writeFile } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import { UsageError } from '../model/errors.ts'
import { labDirectory, makeLabsDirectory, removeEmptyLabsDirectory } from './lab-directory.ts'
import { processStart } from './process-table.ts'

/** Runs `work` while holding the lock; waits up to ten seconds for another holder, and takes over from one that died. */
export async function withLabLock<T>(name: string, work: () => Promise<T>): Promise<T> {
  const file = `${labDirectory(name)}.lock`
  await takeLock(name, file)
  try {
    return await work()
  } finally {
    await rm(file, { force: true })
    await removeEmptyLabsDirectory()
  }
}

async function takeLock(name: string, file: string): Promise<void> {
  const mine = `${process.pid} ${await processStart(process.pid)}`
  const deadline = Date.now() + 10_000
  for (;;) {
    if (await tryLock(file, mine)) return
    const holder = await readFile(file, 'utf8').catch(() => '')
    const [pid = '', start = ''] = holder.split(' ')
    const isOrphan = holder !== '' && (await processStart(Number(pid))) !== start
    if (isOrphan) await unlink(file).catch(() => {})
    else if (Date.now() > deadline)
      throw new UsageError(`The lab ${name} is being changed by process ${pid}; wait for it to end.`)
    else await setTimeout(20)
  }
}

/** A link appears with its content, so that nobody reads a lock that is half written. */
async function tryLock(file: string, content: string): Promise<boolean> {
  const own = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`
  try {
    await makeLabsDirectory()
    await writeFile(own, content, { mode: 0o600 })
    await link(own, file)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'EEXIST' || error.code === 'ENOENT')) return false
    throw error
  } finally {
    await rm(own, { force: true })
  }
}
