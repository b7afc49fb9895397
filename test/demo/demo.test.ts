// The demo as a newcomer sees it: every failure brought about, named, mended and proved on the real kernel, and nothing left behind.
import { spawn } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { topFolder } from '../structure/source-files.ts'

interface Ran {
  readonly status: number | null
  readonly output: string
  readonly errors: string
}

let runtime = ''
beforeAll(async () => {
  runtime = await mkdtemp(join(tmpdir(), 'fairlead-demo-'))
})
afterAll(() => rm(runtime, { recursive: true, force: true }))

/** `interruptAt`: Ctrl-C as soon as this has been printed. */
function demo(argv: readonly string[] = [], interruptAt: string | null = null): Promise<Ran> {
  return run([process.execPath, 'dist/main.js', 'demo', ...argv], interruptAt)
}

function run([command = '', ...argv]: readonly string[], interruptAt: string | null = null): Promise<Ran> {
  const child = spawn(command, argv, {
    cwd: topFolder,
    env: { ...process.env, XDG_RUNTIME_DIR: runtime, NO_COLOR: '1' },
  })
  let output = ''
  let errors = ''
  child.stdout.on('data', (data: Buffer) => {
    output += data.toString()
    if (interruptAt !== null && output.includes(interruptAt)) child.kill('SIGINT')
  })
  child.stderr.on('data', (data: Buffer) => {
    errors += data.toString()
  })
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, output, errors })))
}

/** State directories of labs that are still there. */
async function labsLeft(): Promise<string[]> {
  return readdir(join(runtime, 'fairlead', 'labs')).catch(() => [])
}

/** Lines of each act: what the pod saw, what was found, and the proof. */
function actsOf(output: string): { title: string; saw: string; found: string; proof: string }[] {
  return output
    .split(/\n(?=\d+\. )/)
    .slice(1)
    .map((text) => {
      const flat = text.replaceAll(/\n {12}(?=\S)/g, ' ')
      const line = (label: string): string => new RegExp(`^  ${label} +(.*)$`, 'm').exec(flat)?.[1] ?? ''
      const found = /^ {2}found +(\S+)/m.exec(flat)?.[1] ?? ''
      return { title: text.split('\n')[0] ?? '', saw: line('pod saw'), found, proof: line('proof') }
    })
}

const expected = [
  { finding: 'listener-on-loopback', saw: /ECONNREFUSED "Connection refused" after [\d.]+ ms/ },
  { finding: 'localhost-is-the-pod', saw: /ECONNREFUSED "Connection refused" after [\d.]+ ms/ },
  { finding: 'node-has-no-route', saw: /ENETUNREACH "Network is unreachable" after [\d.]+ ms/ },
  { finding: 'next-hop-dead', saw: /EHOSTUNREACH "No route to host" after 3\.\d s/ },
  { finding: 'default-gateway-moved', saw: /nothing at all, no error either; it gave up after [4-6]\.\d s/ },
  { finding: 'slice-without-service-label', saw: /EAI_NONAME "Name or service not known"/ },
  { finding: 'endpoints-name-mismatch', saw: /EAI_NONAME "Name or service not known"/ },
  { finding: 'endpoints-not-ready', saw: /EAI_NONAME "Name or service not known"/ },
  { finding: 'stale-dns-answer', saw: /EHOSTUNREACH "No route to host" after 3\.\d s/ },
  { finding: 'host-alias-missing', saw: /EAI_NONAME "Name or service not known"/ },
]

describe.sequential('npm run demo', () => {
  it('names, mends and proves every failure, and takes everything down', async () => {
    const { status, output, errors } = await demo()
    const acts = actsOf(output)
    expect(acts.map(({ found }) => found)).toEqual(expected.map(({ finding }) => finding))
    for (const [index, { saw }] of expected.entries()) expect(acts[index]?.saw).toMatch(saw)
    for (const { proof } of acts) expect(proof).toMatch(/: connected after [\d.]+ m?s$/)
    expect(output).toContain('Every failure was found and mended.')
    expect(errors).toBe('')
    expect(status).toBe(0)
    expect(await labsLeft()).toEqual([])
  }, 180_000)

  it.each(['Fairlead', 'A healthy path', '1. The service listens', '4. '])(
    'leaves nothing when it is interrupted at "%s"',
    async (place) => {
      const { status, errors } = await demo([], place)
      expect({ status, errors }).toEqual({ status: 130, errors: 'fairlead: interrupted\n' })
      expect(await labsLeft()).toEqual([])
    },
    120_000,
  )

  it('replays its recording with the same findings, the same bytes each time, and says that it is one', async () => {
    const first = await demo(['--recorded'])
    expect(first.status).toBe(0)
    expect(first.output.replaceAll(/\s+/g, ' ')).toContain('This is a recording')
    expect(actsOf(first.output).map(({ found }) => found)).toEqual(expected.map(({ finding }) => finding))
    expect((await demo(['--recorded'])).output).toBe(first.output)
  }, 60_000)

  it('replays it where no namespace may be made, and says why', async () => {
    const limits = ['net', 'user'].map((kind) => `echo 0 >/proc/sys/user/max_${kind}_namespaces`).join('; ')
    const script = `${limits}; exec "$0" dist/main.js demo`
    const unshare = ['unshare', '--user', '--map-root-user', 'sh', '-c', script, process.execPath]
    const { status, output } = await run(unshare)
    const words = output.replaceAll(/\s+/g, ' ')
    expect(words).toContain('The lab could not make network namespaces')
    expect(words).toContain('This is a recording: the facts and measurements are read from a file')
    expect(words).toContain('Every failure was found and mended.')
    expect(status).toBe(0)
  }, 60_000)
})
