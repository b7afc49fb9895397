// `npm run test:cluster`: the tests that need a Docker Engine and a kind cluster. Without FAIRLEAD_NODE_IMAGE it first makes what a
// machine without an image registry lacks, in a network namespace of its own that plays the host.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const offline = fileURLToPath(new URL('../test/cluster/offline/', import.meta.url))
const environment = { ...process.env }
let onHost = []
if (!environment.FAIRLEAD_NODE_IMAGE) {
  const { status, stdout } = spawnSync(`${offline}setup`, { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' })
  if (status !== 0) process.exit(status ?? 1)
  environment.FAIRLEAD_NODE_IMAGE = stdout.trim().split('\n').at(-1)
}
if (existsSync('/run/netns/docker-host')) onHost = [`${offline}host`]
const argv = [...onHost, process.execPath, fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url))]
const folder = fileURLToPath(new URL('..', import.meta.url))
const given = process.argv.slice(2)

/** What depends on how pods reach their node and on kube-proxy's mode is run on both. */
const runs = [
  { pods: 'ptp', files: given },
  ...(given.length === 0 ? [{ pods: 'vxlan', files: ['test/cluster/doctor.test.ts'] }] : []),
]
for (const { pods, files } of runs) {
  const [command, ...rest] = [...argv, 'run', '--config', 'test/cluster/vitest.config.ts', ...files]
  const env = { ...environment, FAIRLEAD_TEST_PODS: environment.FAIRLEAD_TEST_PODS ?? pods }
  const { status } = spawnSync(command, rest, { stdio: 'inherit', env, cwd: folder })
  if (status !== 0) process.exitCode = status ?? 1
}
