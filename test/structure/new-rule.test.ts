// `npm run new-rule` in a copy of the source: what it makes is well formed, and fails its tests until it is filled in.
import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { topFolder } from './source-files.ts'

const run = promisify(execFile)
let copy = ''

interface Ran {
  readonly status: number
  readonly output: string
}

async function inCopy(...argv: string[]): Promise<Ran> {
  try {
    const { stdout, stderr } = await run(process.execPath, argv, { cwd: copy, env: { ...process.env, NO_COLOR: '1' } })
    return { status: 0, output: stdout + stderr }
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }
    return { status: code, output: stdout + stderr }
  }
}

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'fairlead-new-rule-'))
  for (const path of [
    'src',
    'test',
    'scripts',
    'docs',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'biome.json',
  ]) {
    await cp(join(topFolder, path), join(copy, path), { recursive: true })
  }
  await cp(join(topFolder, '.gitignore'), join(copy, '.gitignore'))
  await symlink(join(topFolder, 'node_modules'), join(copy, 'node_modules'))
})

afterAll(() => rm(copy, { recursive: true, force: true }))

it('refuses a name that cannot be a folder, a page and what users see', async () => {
  expect(await inCopy('scripts/new-rule.mjs', 'Port')).toEqual({
    status: 2,
    output:
      '"Port" cannot be the name of a rule: it is a folder, a page and what users see: at least two small words with hyphens, such as port-not-published.\n',
  })
})

it('refuses the name of a rule that is there', async () => {
  expect(await inCopy('scripts/new-rule.mjs', 'listener-on-loopback')).toEqual({
    status: 2,
    output: 'src/rules/listener-on-loopback is there already.\n',
  })
})

it('makes a rule, a page, a test, a case and a fault that are well formed and not finished', async () => {
  const made = await inCopy('scripts/new-rule.mjs', 'example-of-a-rule')
  expect(made.status).toBe(0)
  expect(made.output.split('\n').slice(0, 5)).toEqual([
    '  src/rules/example-of-a-rule/rule.ts',
    '  src/rules/example-of-a-rule/README.md',
    '  src/rules/example-of-a-rule/rule.test.ts',
    '  src/rules/example-of-a-rule/cases/fires-example-of-a-rule.json',
    '  src/lab/faults/example-of-a-rule.ts',
  ])
  const index = await readFile(join(copy, 'src/rules/index.ts'), 'utf8')
  expect(index).toContain("import { rule as exampleOfARule } from './example-of-a-rule/rule.ts'\n")
  expect(index).toContain('\n  exampleOfARule,\n')
  const faults = await readFile(join(copy, 'src/lab/faults/all.ts'), 'utf8')
  expect(faults).toContain("export { fault as exampleOfARule } from './example-of-a-rule.ts'\n")

  const paths = ['src/rules/example-of-a-rule', 'src/rules/index.ts', 'src/lab/faults']
  const formatted = await inCopy('node_modules/@biomejs/biome/bin/biome', 'check', '--vcs-enabled=false', ...paths)
  expect(formatted.output).toContain('No fixes applied')
  expect(formatted.status).toBe(0)

  const tested = await inCopy(
    'node_modules/vitest/vitest.mjs',
    'run',
    '--no-isolate',
    'src/rules/example-of-a-rule',
    'src/lab/faults',
  )
  expect(tested.output).toContain('fires where (to be ' + 'written)')
  expect(tested.output).toMatch(/Tests +1 failed \| 2 passed/)
  expect(tested.status).toBe(1)
}, 120_000)
