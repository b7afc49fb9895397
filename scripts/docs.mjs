// `npm run docs`: runs the commands whose output the documentation shows, and writes what they really print; `--check` only compares.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { refreshOutputs } from './machine/refresh-outputs.mjs'
import { setUp } from './machine/set-up.mjs'

await setUp({ unasked: false, tools: false })
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
]
const checkOnly = process.argv.includes('--check')
for (const page of pages) {
  const before = readFileSync(page, 'utf8')
  const after = refreshOutputs(before)
  if (after === before) continue
  if (checkOnly) {
    console.error(`${page} shows what the program does not print any more: npm run docs`)
    process.exitCode = 1
  } else {
    writeFileSync(page, after)
    console.log(`${page} refreshed`)
  }
}
