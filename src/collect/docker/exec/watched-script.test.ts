// The script that watches over a command, in real shells: what it hands on, and that nothing outlives our end of its input.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { BEGAN, INPUT_END, MISSING, NO_SESSION, WATCHED_SCRIPT } from './watched-script.ts'

/** In a session of its own, as the Engine starts it. */
function start(shell: string, argv: readonly string[], input: string): ChildProcessWithoutNullStreams {
  const given = input === '' ? '' : `${input}${INPUT_END}`
  const size = String(Buffer.byteLength(given))
  const child = spawn(shell, ['-c', WATCHED_SCRIPT, 'fairlead', size, ...argv], { detached: true })
  child.stdin.on('error', () => {})
  child.stdin.write(given)
  return child
}

async function run(shell: string, argv: readonly string[], input = '') {
  const child = start(shell, argv, input)
  const [output, error, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { status: status as unknown, output, error }
}

/** What is killed closes its files a moment before it is gone. */
async function livingIn(session: number | undefined): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const stats = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')))
  return stats.filter((stat) => {
    const [state, , , found] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return Number(found) === session && state !== 'Z'
  })
}

describe.each(['sh', 'bash'])('in %s', (shell) => {
  it('a command gets its input to the byte, and its exit status comes out', async () => {
    const input = `é\n${'x'.repeat(200_000)}\\n%s\n\n`
    const { output, ...rest } = await run(shell, ['sh', '-c', 'cat; echo words >&2; exit 3'], input)
    expect(rest).toEqual({ status: 3, error: 'words\n' })
    expect(output === `${BEGAN}\n${input}`).toBe(true)
  })

  it('words of a command stay apart', async () => {
    const { output } = await run(shell, ['printf', '<%s>', 'a b', '', '*', '$(id)', '-n'])
    expect(output).toBe(`${BEGAN}\n<a b><><*><$(id)><-n>`)
  })

  it('a command that is not there is said to be missing', async () => {
    expect(await run(shell, ['no-such-command'])).toEqual({ status: 127, output: `${MISSING}\n`, error: '' })
  })

  it('what a command leaves behind ends with it', async () => {
    const child = start(shell, ['sh', '-c', 'timeout 1000 sleep 1000 & sleep 1000 & :'], '')
    expect(await once(child, 'close')).toEqual([0, null])
    await expect.poll(() => livingIn(child.pid)).toEqual([])
  })

  it.each(['', 'given'.repeat(100_000)])('all of it ends when the input does', async (input) => {
    const child = start(shell, ['sh', '-c', 'timeout 1000 sleep 1000 & (sleep 1000 &) ; echo; sleep 1000'], input)
    await expect.poll(async () => (await livingIn(child.pid)).length).toBeGreaterThan(4)
    child.stdin.end()
    await once(child, 'close')
    await expect.poll(() => livingIn(child.pid)).toEqual([])
  })

  it('all of it ends when the input does, also in the moment in which the command starts', async () => {
    for (let times = 0; times < 40; times += 1) {
      const child = start(shell, ['sleep', '1000'], '')
      const closed = once(child, 'close')
      await once(child.stdout, 'data')
      child.stdin.end()
      await closed
      await expect.poll(() => livingIn(child.pid)).toEqual([])
    }
  })

  it('input that is cut short is not run on', async () => {
    const child = spawn(shell, ['-c', WATCHED_SCRIPT, 'fairlead', '100', 'echo', 'ran'], { detached: true })
    child.stdin.end('only this')
    expect(await text(child.stdout)).toBe('')
  })

  it('without a session of its own it runs nothing', async () => {
    const child = spawn(shell, ['-c', WATCHED_SCRIPT, 'fairlead', '0', 'echo', 'ran'])
    expect(await text(child.stdout)).toBe(`${NO_SESSION}\n`)
  })
})
