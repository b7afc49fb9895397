// What the two commands say before anything is set up: an old Node, missing tools, skipped tests in CI.
import { execFile } from 'node:child_process'
import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { topFolder } from '../structure/source-files.ts'

const run = promisify(execFile)

async function node(script: string, environment: NodeJS.ProcessEnv = {}): Promise<{ status: number; output: string }> {
  const env = { ...process.env, CI: '', ...environment }
  try {
    const { stdout, stderr } = await run(process.execPath, ['--input-type=module', '-e', script], {
      cwd: topFolder,
      env,
    })
    return { status: 0, output: stdout + stderr }
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }
    return { status: code, output: stdout + stderr }
  }
}

it.each(['demo', 'test'])(
  'npm run %s says that an old Node is too old, before it loads anything else',
  async (name) => {
    const old = `Object.defineProperty(process.versions, 'node', { value: '18.19.1' })`
    const { status, output } = await node(`${old}; await import('./scripts/${name}.mjs')`)
    expect(output.split('\n')[0]).toBe(
      `Fairlead needs Node 20.19 or newer; this is Node 18.19.1 (${process.execPath}).`,
    )
    expect(status).toBe(3)
  },
)

describe('missing system tools', () => {
  let folder = ''
  /** Where some tools are and others are not; nothing of the real machine. */
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fairlead-tools-'))
    for (const tool of ['ip', 'bridge', 'ss', 'nsenter', 'unshare', 'iptables', 'iptables-save', 'dnf']) {
      await symlink(process.execPath, join(folder, tool))
    }
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('are named in one line that this system understands, and the status is 3', async () => {
    const script = `
      const { missingTools, installLine } = await import('./scripts/machine/ensure-tools.mjs')
      console.log(missingTools().join(' '), '|', installLine(missingTools(), true), '|', installLine(['ip', 'ss', 'nft'], false))
    `
    expect(await node(script, { PATH: folder })).toEqual({
      status: 0,
      output: "nft | dnf install -y nftables | sudo sh -c 'dnf install -y iproute nftables'\n",
    })
  })

  it('in sbin are found although that is not on the PATH of an ordinary user', async () => {
    const script = `
      const { addSbinToPath } = await import('./scripts/machine/ensure-tools.mjs')
      addSbinToPath()
      console.log(process.env.PATH)
    `
    const { output } = await node(script, { PATH: dirname(process.execPath) })
    expect(output.trim().split(':')).toEqual(expect.arrayContaining(['/usr/sbin', '/sbin']))
  })
})

describe('the last line of npm test', () => {
  const conclude = (counts: object | null, status: number, inCi: boolean) =>
    node(`
      const { conclude } = await import('./scripts/machine/run-tests.mjs')
      console.log(conclude(${JSON.stringify(counts)}, ${status}, ${inCi}))
    `)

  it('counts, and gives the status of the runner', async () => {
    expect((await conclude({ passed: 12, failed: 0, skipped: 0 }, 0, true)).output).toBe('12 passed, 0 failed\n0\n')
    expect((await conclude({ passed: 11, failed: 1, skipped: 0 }, 1, true)).output).toBe('11 passed, 1 failed\n1\n')
  })

  it('lets a skipped test fail in CI, and only there', async () => {
    const counts = { passed: 11, failed: 0, skipped: 1 }
    expect((await conclude(counts, 0, false)).output).toBe('11 passed, 0 failed, 1 skipped\n0\n')
    const inCi = await conclude(counts, 0, true)
    expect(inCi.output).toContain('11 passed, 0 failed, 1 skipped\n1\n')
    expect(inCi.output).toContain('1 tests did not run; in CI every test has to.')
  })

  it('fails when the runner wrote no report', async () => {
    expect((await conclude(null, 0, false)).output).toContain('vitest wrote no report.')
  })
})
