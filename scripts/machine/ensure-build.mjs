// Builds dist/ when it is missing or older than any source it is made from.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'

const SOURCES = ['src', 'scripts/build.mjs', 'package-lock.json']

export function ensureBuild() {
  const built = existsSync('dist/main.js') ? statSync('dist/main.js').mtimeMs : 0
  if (built >= Math.max(...SOURCES.map(newest))) return
  const result = spawnSync(process.execPath, ['scripts/build.mjs'], { stdio: ['ignore', 2, 2] })
  if (result.status !== 0) {
    console.error('The build failed (its words are above).')
    process.exit(3)
  }
}

/** Latest change below a path, in ms. A folder counts too: it changes when a file is removed. */
function newest(path) {
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(`${path}/${name}`)))
}
