// Brings a fresh clone to the point where the built program runs: packages, system tools, build.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureBuild } from './ensure-build.mjs'
import { ensurePackages } from './ensure-packages.mjs'
import { ensureTools } from './ensure-tools.mjs'

/** Everything is done from the clone's top folder, wherever the command was started. */
export async function setUp({ unasked, tools }) {
  process.chdir(dirname(dirname(dirname(fileURLToPath(import.meta.url)))))
  if (tools) await ensureTools({ unasked })
  ensurePackages()
  ensureBuild()
}

/** Runs the built program and gives its exit status. */
export function runBuilt(argv) {
  return runNode(['dist/main.js', ...argv])
}

/** Ctrl-C reaches the child from the terminal; this process only waits for it to tidy up. */
export function runNode(argv, env = process.env) {
  const child = spawn(process.execPath, argv, { stdio: 'inherit', env })
  const wait = () => {}
  process.on('SIGINT', wait)
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  return new Promise((resolve) => {
    child.on('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)))
  })
}
