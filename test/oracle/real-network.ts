// Builds a planned network out of real namespaces, keeps it while a test looks at it, and takes it down whole.
import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { NetworkFile } from '../../src/model/network-file.ts'
import type { NetworkPlan } from './network-plan.ts'

export interface RealNetwork {
  readonly file: NetworkFile
  takeDown(): Promise<void>
}

/** Every process is in a pid namespace of its own: ending its first one ends them all, and the namespaces go with them. */
const enclosure = ['--user', '--map-root-user', '--mount', '--net', '--pid', '--fork', '--kill-child', 'bash', '-s']

export async function buildNetwork(plan: NetworkPlan): Promise<RealNetwork> {
  const shell = spawn('unshare', enclosure, { stdio: ['pipe', 'pipe', 'pipe'] })
  const pids = new Map<string, number>()
  const complaints: string[] = []
  let listening = 0
  shell.stderr.on('data', (chunk: Buffer) => complaints.push(chunk.toString()))
  shell.stdin.write(script(plan))
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: shell.stdout }).on('line', (line) => {
      const [word, name, pid] = line.split(' ')
      if (word === 'pid' && name) pids.set(name, Number(pid))
      if (word === 'listening') listening += 1
      if (listening === plan.namespaces.length) resolve()
    })
    shell.on('exit', (code) =>
      reject(new Error(`the network of seed ${plan.seed} was not built (${code}): ${complaints.join('')}`)),
    )
  })
  const namespaces = plan.namespaces.map(({ name, role, node }) => ({
    name,
    role,
    node,
    path: null,
    pid: pids.get(name) ?? null,
    resolvConf: null,
    hosts: null,
  }))
  const file: NetworkFile = {
    apiVersion: 'fairlead.dev/v1',
    kind: 'Network',
    clusterDomain: 'cluster.local',
    podCidrs: ['10.244.0.0/16'],
    serviceCidrs: ['10.96.0.0/16'],
    namespaces,
    kubernetes: [],
    docker: null,
  }
  return { file, takeDown: () => end(shell) }
}

/** Inside, /proc is still the machine's own: /proc/self/stat tells a holder its pid as the machine knows it. */
function script(plan: NetworkPlan): string {
  const lines = ['set -o errexit', 'mount -t tmpfs none /run', 'mkdir /run/netns']
  for (const { name } of plan.namespaces) lines.push(`ip netns add ${name}`)
  for (const { namespace, argv } of plan.commands) {
    // The words come from this test's own generator: letters, digits and address signs only.
    lines.push(`nsenter --net=/run/netns/${namespace} ${argv.map(quote).join(' ')}`)
  }
  for (const { name } of plan.namespaces) {
    const own = plan.listeners.filter((listener) => listener.namespace === name)
    lines.push(
      `nsenter --net=/run/netns/${name} bash -c 'read -r pid rest </proc/self/stat; echo pid ${name} $pid; exec ${quote(process.execPath)} -e "$0" "$1"' ${quote(listenerProgram)} ${quote(JSON.stringify(own))} &`,
    )
  }
  lines.push('wait')
  return `${lines.join('\n')}\n`
}

function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`
}

/** Listens on all that it is given, answers every datagram, and stays. */
const listenerProgram = `
const { createServer } = require('node:net'), { createSocket } = require('node:dgram');
const listeners = JSON.parse(process.argv[1]);
let open = listeners.length;
const opened = () => { open -= 1; if (open <= 0) console.log('listening'); };
if (open === 0) opened();
for (const { protocol, address, port } of listeners) {
  if (protocol === 'tcp') createServer((socket) => socket.on('error', () => {}).end()).listen({ host: address, port }, opened);
  else {
    const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
    socket.on('message', (data, from) => socket.send(data, from.port, from.address)).on('error', () => {}).bind(port, address, opened);
  }
}
setInterval(() => {}, 1 << 30);
`

function end(shell: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    shell.removeAllListeners('exit')
    shell.once('exit', () => resolve())
    shell.kill('SIGKILL')
  })
}
