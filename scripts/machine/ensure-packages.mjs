// Installs the npm packages when node_modules is missing or holds other versions than package-lock.json.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

/** Returns false when nothing had to be done. Ends the process when npm fails. */
export function ensurePackages() {
  const missing = missingPackages('package-lock.json', 'node_modules/.package-lock.json')
  if (missing.length === 0) return false
  console.error(`Installing npm packages (${missing.length} missing or of another version): npm ci`)
  const result = runNpm(['ci', '--no-audit', '--no-fund', '--loglevel=error'])
  if (result.status !== 0) {
    console.error('npm ci failed (its words are above). Once it works, run this command again.')
    process.exit(3)
  }
  return true
}

/** Places in node_modules that the lock file names and that are not there in that version. */
export function missingPackages(lockFile, installedFile) {
  const wanted = JSON.parse(readFileSync(lockFile, 'utf8')).packages
  const installed = existsSync(installedFile) ? JSON.parse(readFileSync(installedFile, 'utf8')).packages : {}
  return Object.entries(wanted)
    .filter(([place, { optional, link }]) => place !== '' && !optional && !link)
    .filter(([place, { version }]) => installed[place]?.version !== version)
    .map(([place]) => place)
}

/** The npm that runs this script, else the one on the PATH. */
function runNpm(argv) {
  const npm = process.env.npm_execpath
  const options = { stdio: ['ignore', 2, 2], env: withoutRunSettings(process.env) }
  if (npm?.endsWith('.js')) return spawnSync(process.execPath, [npm, ...argv], options)
  return spawnSync('npm', argv, { ...options, shell: process.platform === 'win32' })
}

/** `npm run demo --yes` puts `yes` into the environment as a setting of npm's own; it is meant for us. */
function withoutRunSettings(environment) {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => name !== 'npm_config_yes'))
}
