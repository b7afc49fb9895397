// Runs a shell script in a new user, network and mount namespace and gives what it printed; fails the test when the script fails.
import { spawnSync } from 'node:child_process'

export function printInNamespace(script: string, input = ''): string {
  const run = spawnSync('unshare', ['--user', '--map-root-user', '--net', '--mount', 'sh', '-ec', script], {
    input,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  if (run.error) throw run.error
  if (run.status !== 0) throw new Error(`exit status ${run.status}: ${run.stderr}`)
  return run.stdout
}
