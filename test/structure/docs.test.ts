// The documentation shows what the program prints, and its links lead somewhere.
import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { topFolder } from './source-files.ts'

const run = promisify(execFile)
const pages = ['README.md', 'CONTRIBUTING.md', ...markdownIn('docs'), ...markdownIn('docs/decisions')]

function markdownIn(folder: string): string[] {
  return readdirSync(join(topFolder, folder)).flatMap((name) => (name.endsWith('.md') ? [`${folder}/${name}`] : []))
}

it('shows the outputs that its commands print', async () => {
  const { stderr } = await run(process.execPath, ['scripts/docs.mjs', '--check'], { cwd: topFolder })
  expect(stderr).toBe('')
}, 120_000)

it('links only to what is there', () => {
  const broken = pages.flatMap((page) =>
    [...readFileSync(join(topFolder, page), 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)]
      .filter(([, target = '']) => !existsSync(join(topFolder, dirname(page), target)))
      .map(([, target]) => `${page} -> ${target}`),
  )
  expect(broken).toEqual([])
})

it('names every command that the program has', async () => {
  const { stdout } = await run(process.execPath, ['dist/main.js', '--help'], { cwd: topFolder })
  const commands = [...(stdout.split('Commands:')[1] ?? '').matchAll(/^ {2}([a-z-]+)/gm)].map(([, name]) => name)
  const readme = readFileSync(join(topFolder, 'README.md'), 'utf8')
  expect(commands.length).toBeGreaterThan(4)
  expect(commands.filter((name) => !readme.includes(`fairlead ${name}`))).toEqual([])
})
