// The README's two commands, on a machine that holds only Node and git.
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { topFolder } from '../structure/source-files.ts'
import { makeBareRoot } from './bare-root.ts'
import { runInRoot } from './run-in-root.ts'

const run = promisify(execFile)
// debootstrap needs root; in CI there is no way around it.
const possible = process.getuid?.() === 0 || Boolean(process.env.CI)

describe.runIf(possible)('on a machine that holds only Node and git', () => {
  let folder = ''
  let root = ''
  let npmCache: string | null = null
  const inClone = (argv: readonly string[], environment: Readonly<Record<string, string>> = {}) =>
    runInRoot(argv, { root, folder: '/srv/fairlead', npmCache, environment, timeoutMs: 300_000 })

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fairlead-bare-'))
    root = await makeBareRoot(folder)
    npmCache = (await run('npm', ['config', 'get', 'cache'], { cwd: '/' })).stdout.trim()
    await run('git', ['clone', '--quiet', '--depth', '1', `file://${topFolder}`, join(root, 'srv/fairlead')])
  }, 600_000)

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true })
  })

  it('names the tools and the one line that installs them, where nobody can be asked', async () => {
    const { status, output } = await inClone(['npm', 'run', '--silent', 'demo'])
    expect(output).toBe(
      [
        'Missing system tools: ip, bridge, ss, nft, iptables, iptables-save.',
        'Install them with this line, then run the command again (or add -- --yes to let it do so):',
        '  apt-get update && apt-get install -y iproute2 nftables iptables',
        '',
      ].join('\n'),
    )
    expect(status).toBe(3)
  })

  it('runs the first command: installs, builds, shows every failure, mends it, and leaves nothing', async () => {
    const { status, output } = await inClone(['npm', 'run', '--silent', 'demo', '--yes'])
    expect(output).toContain('Installing iproute2 nftables iptables with apt-get.')
    expect(output).toContain('npm ci')
    expect(output).toMatch(/No route to host/)
    expect({ status, tail: status === 0 ? '' : output.slice(-3000) }).toEqual({ status: 0, tail: '' })
    expect((await inClone(['sh', '-c', 'node dist/main.js --version'])).output.trim()).toBe(await version())
  }, 300_000)

  it('runs the first command as a user who is not root', async () => {
    const user = ['setpriv', '--reuid=1000', '--regid=1000', '--clear-groups', '--']
    await run('chown', ['-R', '1000:1000', join(root, 'srv/fairlead')])
    const { status, output } = await inClone([...user, 'npm', 'run', '--silent', 'demo'], { HOME: '/tmp' })
    await run('chown', ['-R', '0:0', join(root, 'srv/fairlead')])
    expect({ status, tail: status === 0 ? '' : output.slice(-3000) }).toEqual({ status: 0, tail: '' })
    expect(output).toContain('Every failure was found and mended.')
  }, 300_000)

  it('runs the second command on what the first has set up', async () => {
    const { status, output } = await inClone(['npm', 'test', '--', 'src/parse', 'src/trace/prefix-table.test.ts'])
    expect({ status, tail: status === 0 ? '' : output.slice(-3000) }).toEqual({ status: 0, tail: '' })
    expect(output.trimEnd().split('\n').at(-1)).toMatch(/^\d+ passed, 0 failed$/)
  }, 300_000)
})

async function version(): Promise<string> {
  return (JSON.parse(await readFile(join(topFolder, 'package.json'), 'utf8')) as { version: string }).version
}
