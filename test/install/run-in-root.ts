// Runs a command as on a machine of its own: its root is a folder, and its processes and mounts end with it.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'

export interface RootRun {
  readonly status: number
  readonly output: string
}

/**
 * pivot_root, not chroot: the kernel refuses a new user namespace to a process in a chroot
 * (kernel/user_namespace.c create_user_ns(), "current_chrooted()"), and the lab needs one.
 */
const ENTER = `
set -e
mount --make-rprivate /
mount --bind "$1" "$1"
cd "$1"
mount -t proc proc proc
mount -t sysfs sysfs sys
mount --rbind /dev dev
mount -t tmpfs tmpfs tmp
mount -t tmpfs tmpfs run
mkdir -p npm-cache old
if [ -n "$2" ]; then mount --bind "$2" npm-cache; fi
pivot_root . old
umount -l /old
cd "$3"
shift 3
exec "$@"
`

export interface RootRunOptions {
  readonly root: string
  /** Folder inside the root. */
  readonly folder: string
  /** npm's download cache of the machine outside, or null for none. */
  readonly npmCache: string | null
  readonly environment?: Readonly<Record<string, string>>
  /** Ends it with SIGKILL. */
  readonly timeoutMs: number
}

export function runInRoot(argv: readonly string[], options: RootRunOptions): Promise<RootRun> {
  const { root, folder, npmCache, environment = {}, timeoutMs } = options
  const unshare = ['--mount', '--pid', '--fork', '--kill-child', 'sh', '-c', ENTER, 'sh']
  const child = spawn('unshare', [...unshare, root, npmCache ?? '', folder, ...argv], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      HOME: '/srv',
      LANG: 'C.UTF-8',
      ...inherited(),
      ...(npmCache ? { npm_config_cache: '/npm-cache', npm_config_prefer_offline: 'true' } : {}),
      ...environment,
    },
  })
  const parts: string[] = []
  child.stdout.on('data', (data: Buffer) => parts.push(data.toString()))
  child.stderr.on('data', (data: Buffer) => parts.push(data.toString()))
  const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      const status = code ?? 128 + (signal ? constants.signals[signal] : 0)
      resolve({ status, output: parts.join('') })
    })
  })
}

/** How the registries are reached from here; nothing else of this machine's environment. */
function inherited(): Record<string, string> {
  const names = [
    'http_proxy',
    'https_proxy',
    'no_proxy',
    'HTTP_PROXY',
    'HTTPS_PROXY',
    'NO_PROXY',
    'NODE_EXTRA_CA_CERTS',
    'npm_config_registry',
  ]
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name] ?? '']] : [])))
}
