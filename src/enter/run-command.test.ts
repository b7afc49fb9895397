// Commands that are started and ended, with all that they themselves have started.
import { openSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { runCommand } from './run-command.ts'

it('gives exit status, output and words', async () => {
  const result = await runCommand(['sh', '-c', 'cat; echo words >&2; exit 3'], { files: [], input: 'given' })
  expect(result).toEqual({ status: 3, output: 'given', error: 'words' })
})

it('hands its files down as 3, 4, …', async () => {
  const files = [openSync('/proc/self/ns/net', 'r'), openSync('/dev/null', 'r')]
  const { output } = await runCommand(['readlink', '/proc/self/fd/3', '/proc/self/fd/4'], { files })
  expect(output).toMatch(/^net:\[\d+\]\n\/dev\/null\n$/)
})

it('finds the tools of administrators also for a user whose PATH leaves them out', async () => {
  const path = process.env.PATH
  try {
    process.env.PATH = '/usr/bin:/bin'
    const { output } = await runCommand(['sh', '-c', 'command -v nft'], { files: [] })
    expect(output).toMatch(/\/nft\n$/)
  } finally {
    process.env.PATH = path
  }
})

it('ends the command with all its children when it is told to', async () => {
  const abort = new AbortController()
  const script = 'sleep 1000 & echo $!; wait'
  const child = await new Promise<number>((resolve, reject) => {
    const onOutput = (text: string): void => {
      resolve(Number(text))
      abort.abort(new Error('interrupted'))
    }
    runCommand(['sh', '-c', script], { files: [], signal: abort.signal, onOutput }).catch((error: Error) => {
      if (error.message !== 'interrupted') reject(error)
    })
  })
  await expect.poll(() => isRunning(child)).toBe(false)
})

it('says so when there is no such command', async () => {
  await expect(runCommand(['no-such-command'], { files: [] })).rejects.toThrow('spawn no-such-command ENOENT')
})

/** A process that has ended and that nobody has waited for counts as ended. */
async function isRunning(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
  return status !== null && !/\) [ZX] /.test(status)
}
