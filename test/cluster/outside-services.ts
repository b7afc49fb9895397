// Servers outside the cluster and the Services that lead to them: on the host, in a container of the kind network, on a LAN machine.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'

export const SPACE = 'fairlead-test-doctor'
const CONTAINER = 'fairlead-test-cache'
const LAN = 'fairlead-test-lan'

export interface Outside {
  /** The kind network's gateway: the host's own address there. */
  readonly hostAddress: string
  readonly containerAddress: string
  readonly lanAddress: string
  takeDown(): Promise<void>
}

/** Of nodes that are there in every cluster of these tests. */
export const nodes = ['fairlead-proof-control-plane', 'fairlead-proof-worker'] as const

export async function raiseOutside(): Promise<Outside> {
  await takeDownOutside([])
  const network = JSON.parse(docker('network', 'inspect', 'kind')) as readonly {
    IPAM: { Config: { Gateway?: string }[] }
  }[]
  const gateways = network[0]?.IPAM.Config.flatMap(({ Gateway }) => Gateway ?? []) ?? []
  const hostAddress = gateways.find((gateway) => !gateway.includes(':')) ?? ''
  docker('run', '--detach', '--name', CONTAINER, '--network', 'kind', 'localhost/toolbox:1', 'nc', '-lk', '6379')
  const containerAddress = docker(
    ...['inspect', '--format', '{{(index .NetworkSettings.Networks "kind").IPAddress}}', CONTAINER],
  ).trim()
  const lanAddress = '192.168.251.20'
  raiseLan(lanAddress)
  const servers = [await listen([], hostAddress, 5432), await listen(['ip', 'netns', 'exec', LAN], lanAddress, 8080)]
  kubectl(
    ['apply', '-f', '-'],
    JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects({ hostAddress, containerAddress, lanAddress }) }),
  )
  kubectl(['rollout', 'status', 'deployment/web', '-n', SPACE, '--timeout', '120s'])
  return { hostAddress, containerAddress, lanAddress, takeDown: () => takeDownOutside(servers) }
}

async function takeDownOutside(servers: readonly ChildProcess[]): Promise<void> {
  for (const server of servers) server.kill('SIGKILL')
  quietly('kubectl', ['delete', 'namespace', SPACE, '--ignore-not-found', '--wait=true'])
  quietly('docker', ['rm', '--force', CONTAINER])
  quietly('ip', ['link', 'del', 'fl-test-lan'])
  quietly('ip', ['netns', 'del', LAN])
}

/** A machine behind the host, which knows the way back to the kind network. */
function raiseLan(address: string): void {
  run('ip', ['netns', 'add', LAN])
  run('ip', ['link', 'add', 'fl-test-lan', 'type', 'veth', 'peer', 'name', 'eth0', 'netns', LAN])
  run('ip', ['address', 'add', '192.168.251.1/24', 'dev', 'fl-test-lan'])
  run('ip', ['link', 'set', 'fl-test-lan', 'up'])
  run('ip', ['-n', LAN, 'address', 'add', `${address}/24`, 'dev', 'eth0'])
  run('ip', ['-n', LAN, 'link', 'set', 'eth0', 'up'])
  run('ip', ['-n', LAN, 'link', 'set', 'lo', 'up'])
  run('ip', ['-n', LAN, 'route', 'add', 'default', 'via', '192.168.251.1'])
}

export async function listen(enter: readonly string[], address: string, port: number): Promise<ChildProcess> {
  const program = `require('node:net').createServer((s) => s.on('error', () => {}).end('hello')).listen(${port}, '${address}', () => console.log('ready'))`
  const [command = '', ...argv] = [...enter, process.execPath, '-e', program]
  const server = spawn(command, argv, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(server, 'exit').then(([status]) => {
    throw new Error(`no server listens on ${address}:${port}: exit status ${status}`)
  })
  // Awaited only until it listens.
  ended.catch(() => {})
  if (server.stdout) await Promise.race([once(server.stdout, 'data'), ended])
  return server
}

function objects(at: Pick<Outside, 'hostAddress' | 'containerAddress' | 'lanAddress'>): object[] {
  const labels = { app: 'web' }
  const spread = {
    ...{ maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'DoNotSchedule' },
    labelSelector: { matchLabels: labels },
  }
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: SPACE } },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace: SPACE },
      spec: {
        replicas: nodes.length,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            tolerations: [{ operator: 'Exists' }],
            topologySpreadConstraints: [spread],
            terminationGracePeriodSeconds: 0,
            // Distroless: nothing in it can be run.
            containers: [{ name: 'web', image: 'registry.k8s.io/pause:3.10.1', imagePullPolicy: 'Never' }],
          },
        },
      },
    },
    ...service('db', {}, 5432, at.hostAddress, 5432),
    ...service('cache', { clusterIP: 'None' }, 6379, at.containerAddress, 6379),
    ...service('files', {}, 80, at.lanAddress, 8080),
  ]
}

function service(name: string, spec: object, port: number, address: string, targetPort: number): object[] {
  return [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace: SPACE },
      spec: { ...spec, ports: [{ name: 'main', port, targetPort }] },
    },
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { name: `${name}-1`, namespace: SPACE, labels: { 'kubernetes.io/service-name': name } },
      addressType: 'IPv4',
      ports: [{ name: 'main', port: targetPort, protocol: 'TCP' }],
      endpoints: [{ addresses: [address], conditions: { ready: true } }],
    },
  ]
}

export function kubectl(argv: readonly string[], input = ''): string {
  return execFileSync('kubectl', [...argv], { input, encoding: 'utf8' })
}

export function docker(...argv: readonly string[]): string {
  return execFileSync('docker', [...argv], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

export function run(command: string, argv: readonly string[]): string {
  return execFileSync(command, [...argv], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

function quietly(command: string, argv: readonly string[]): void {
  try {
    run(command, argv)
  } catch {
    // It was not there.
  }
}
