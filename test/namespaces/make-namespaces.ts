// Makes real network namespaces for a test, in a user namespace of their own, and takes them down with all that runs in them.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Role } from '../../src/model/namespace.ts'
import type { NamespaceEntry } from '../../src/model/network-file.ts'

export interface RealNamespaces {
  /** The shell that made them: root of their user namespace. */
  readonly pid: number
  entry(name: string, role: Role, more?: Partial<NamespaceEntry>): NamespaceEntry
  takeDown(): Promise<void>
}

const PATIENCE_MS = 20_000

/** `script` is POSIX shell, run where `ip netns exec NAME` works; it must leave its servers in the background. */
export async function makeNamespaces(names: readonly string[], script: string): Promise<RealNamespaces> {
  const text = `set -e
mount -t tmpfs none /run
mkdir /run/netns
for name in ${names.join(' ')}; do ip netns add "$name"; ip -n "$name" link set lo up; done
${script}
echo made
exec sleep infinity
`
  const shell = spawn('unshare', ['--user', '--map-root-user', '--net', '--mount', 'sh', '-c', text], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const words: string[] = []
  shell.stderr.setEncoding('utf8').on('data', (piece: string) => words.push(piece))
  const { pid } = shell
  if (pid === undefined) throw new Error('unshare is not there')
  const end = (): boolean => process.kill(-pid, 'SIGKILL')
  const ended = new Promise<void>((resolve) => shell.once('close', () => resolve()))
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => {
      end()
      reject(new Error(`no namespaces after ${PATIENCE_MS} ms: ${words.join('')}`))
    }, PATIENCE_MS)
    createInterface({ input: shell.stdout }).on('line', (line) => line === 'made' && resolve())
    shell.once('exit', (status) => reject(new Error(`no namespaces (exit status ${status}): ${words.join('')}`)))
    shell.once('exit', () => clearTimeout(late))
    shell.stdout.once('data', () => clearTimeout(late))
  })
  return {
    pid,
    entry: (name, role, more = {}) => ({
      ...{ name, role, node: null, pid: null, resolvConf: null, hosts: null },
      path: `/proc/${pid}/root/run/netns/${name}`,
      ...more,
    }),
    takeDown: async () => {
      end()
      await ended
    },
  }
}

/** A shell command that runs a program of Node in a namespace, in the background, and waits until it prints a line. */
export function serverCommand(namespace: string, program: string): string {
  const quoted = program.replaceAll("'", "'\\''")
  return `
mkfifo /run/ready
ip netns exec ${namespace} '${process.execPath}' -e '${quoted}' >/run/ready &
read -r line </run/ready
rm /run/ready`
}
