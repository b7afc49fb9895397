// The package as npm packs it, installed in an empty directory, runs without the clone.
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { topFolder } from '../structure/source-files.ts'

const run = promisify(execFile)

describe('the packed package, installed in an empty directory', () => {
  let folder = ''
  /** Status and output, whatever the status. */
  const fairlead = async (...argv: string[]): Promise<{ status: number; stdout: string; stderr: string }> => {
    try {
      const { stdout, stderr } = await run(join(folder, 'node_modules/.bin/fairlead'), argv, { cwd: folder })
      return { status: 0, stdout, stderr }
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }
      return { status: code, stdout, stderr }
    }
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fairlead-pack-'))
    const { stdout } = await run('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: topFolder })
    await writeFile(join(folder, 'package.json'), '{"private": true}\n')
    const archive = join(folder, stdout.trim().split('\n').at(-1) ?? '')
    await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', archive], { cwd: folder })
  }, 180_000)

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true })
  })

  it('says its version', async () => {
    const { version } = JSON.parse(await readFile(join(topFolder, 'package.json'), 'utf8')) as { version: string }
    expect(await fairlead('--version')).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' })
  })

  it('explains a rule with the page that is in the clone', async () => {
    const page = await readFile(join(topFolder, 'src/rules/listener-on-loopback/README.md'), 'utf8')
    const { status, stdout } = await fairlead('explain', 'listener-on-loopback')
    expect(status).toBe(0)
    expect(stdout).toContain(page.split('\n')[0]?.replace(/^# /, ''))
  })

  it('replays a snapshot: the same findings, and the exit status that goes with them', async () => {
    const examples = join(folder, 'node_modules/fairlead/docs/examples')
    const healthy = await fairlead('doctor', 'db.shop', '--snapshot', join(examples, 'healthy.jsonl'))
    expect({ status: healthy.status, last: healthy.stdout.trimEnd().split('\n').at(-1) }).toEqual({
      status: 0,
      last: '6 of 6 connections work, nothing wrong found',
    })
    const broken = await fairlead(
      'doctor',
      'db.shop',
      '-o',
      'json',
      '--snapshot',
      join(examples, 'listener-on-loopback.jsonl'),
    )
    const { findings } = JSON.parse(broken.stdout) as { findings: readonly { id: string }[] }
    expect({ status: broken.status, findings: findings.map(({ id }) => id) }).toEqual({
      status: 1,
      findings: ['listener-on-loopback/shop/db/5432'],
    })
  })

  it('replays the demo', async () => {
    const { status, stdout } = await fairlead('demo', '--recorded')
    expect(status).toBe(0)
    expect(stdout).toContain('Every failure was found and mended.')
  })
})
