// Holds every rule's folder to its form: rule, page with its four headings, test, cases that fire and that stay silent.
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { allRules } from '../../src/rules/index.ts'

const folder = new URL('../../src/rules/', import.meta.url)
const folders = readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
)

test('the index lists every folder of rules once, and nothing else', () => {
  expect(allRules.map((rule) => rule.name).sort()).toEqual(folders.sort())
})

test('a rule depends on rules of the index or on names that are kept for later ones', () => {
  const rulesPage = allRules.flatMap((rule) => rule.dependsOn.filter((name) => name === rule.name))
  expect(rulesPage).toEqual([])
})

describe.each(folders)('%s', (name) => {
  const read = (file: string): string => readFileSync(new URL(`${name}/${file}`, folder), 'utf8')

  test('has its rule under its own name', () => {
    expect(read('rule.ts')).toContain(`'${name}'`)
  })

  test('has a page with the four headings in order', () => {
    const headings = read('README.md')
      .split('\n')
      .filter((line) => /^#{1,2} /.test(line))
    expect(headings).toEqual([
      `# ${name}`,
      '## What it means',
      '## Example',
      '## How to fix',
      '## When it may be wrong',
    ])
  })

  test('has a test that runs it', () => {
    expect(read('rule.test.ts')).toContain('runRule(')
  })

  test('has a case that fires and one that stays silent', () => {
    const cases = readdirSync(new URL(`${name}/cases/`, folder)).map((file) => JSON.parse(read(`cases/${file}`)))
    const fires = cases.filter(({ finds }) => finds.some((finding: { rule: string }) => finding.rule === name))
    const silent = cases.filter(({ finds }) => finds.every((finding: { rule: string }) => finding.rule !== name))
    expect({ fires: fires.length > 0, silent: silent.length > 0 }).toEqual({ fires: true, silent: true })
  })
})
