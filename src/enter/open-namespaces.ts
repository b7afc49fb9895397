// Opens the network namespaces of a network file, so that they stay whatever becomes of their processes, and finds whose they are.
import { type FileHandle, open, readFile, readlink } from 'node:fs/promises'
import { CannotLookError } from '../model/errors.ts'
import type { NamespaceEntry } from '../model/network-file.ts'

export interface OpenNamespace {
  readonly entry: NamespaceEntry
  readonly handle: FileHandle
  /** The same for two names of one namespace. */
  readonly inode: number
  /** A process whose user namespace has to be entered first; null when ours will do. */
  readonly through: UserNamespace | null
}

export interface UserNamespace {
  /** As readlink prints it: `user:[4026532178]`. */
  readonly id: string
  readonly pid: number
}

/** The caller closes them. Throws CannotLookError. */
export async function openNamespaces(entries: readonly NamespaceEntry[]): Promise<OpenNamespace[]> {
  const ours = await readlink('/proc/self/ns/user').catch((error: unknown) => {
    throw new CannotLookError(
      `Cannot enter network namespaces on ${process.platform}: they are a thing of Linux. On this machine only a snapshot can be read (--snapshot FILE).`,
      { cause: error },
    )
  })
  const everywhere = await isRootEverywhere()
  const opened = await Promise.allSettled(entries.map((entry) => openNamespace(entry, ours, everywhere)))
  const failed = opened.find((result) => result.status === 'rejected')
  const namespaces = opened.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  if (failed === undefined) return namespaces
  await closeNamespaces(namespaces)
  throw failed.reason
}

export async function closeNamespaces(namespaces: readonly OpenNamespace[]): Promise<void> {
  await Promise.all(namespaces.map((namespace) => namespace.handle.close()))
}

async function openNamespace(entry: NamespaceEntry, ours: string, everywhere: boolean): Promise<OpenNamespace> {
  const path = entry.pid === null ? (entry.path ?? '') : `/proc/${entry.pid}/ns/net`
  const handle = await open(path, 'r').catch((error: unknown) => {
    throw cannotOpen(entry, path, error as NodeJS.ErrnoException)
  })
  const { ino } = await handle.stat()
  const pid = entry.pid ?? pidOfPath(path)
  if (pid === null || everywhere) return { entry, handle, inode: ino, through: null }
  const id = await readlink(`/proc/${pid}/ns/user`).catch(() => ours)
  return { entry, handle, inode: ino, through: id === ours ? null : { id, pid } }
}

/** Root of the first user namespace has every right in all others (user_namespaces(7)): entering them would only take rights away. */
async function isRootEverywhere(): Promise<boolean> {
  if (process.geteuid?.() !== 0) return false
  const map = await readFile('/proc/self/uid_map', 'utf8')
  return /^\s*0\s+0\s+4294967295\s*$/.test(map)
}

/** `/proc/4242/ns/net` and `/proc/4242/root/run/netns/web` tell whose they are. */
function pidOfPath(path: string): number | null {
  const found = /^\/proc\/(\d+)\//.exec(path)
  return found?.[1] === undefined ? null : Number(found[1])
}

function cannotOpen(entry: NamespaceEntry, path: string, error: NodeJS.ErrnoException): CannotLookError {
  const what = `Cannot open the network namespace of ${entry.name} (${entry.pid === null ? path : `process ${entry.pid}`})`
  switch (error.code) {
    case 'ENOENT':
    case 'ESRCH': {
      const gone = entry.pid === null ? 'there is no such file' : 'there is no such process'
      return new CannotLookError(`${what}: ${gone}. The network is gone, or the network file is older than it.`, {
        cause: error,
      })
    }
    case 'EACCES':
    case 'EPERM':
      return new CannotLookError(
        `${what}: this user may not. Run the same command as root, or as the user who made the namespace.`,
        {
          cause: error,
        },
      )
    default:
      return new CannotLookError(`${what}: ${error.message}`, { cause: error })
  }
}
