// Where a lab keeps its state: below $XDG_RUNTIME_DIR, else below /tmp in a directory that only this user can enter.
import { lstat, mkdir, readdir, rmdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { CannotLookError, UsageError } from '../model/errors.ts'

/** Its state directory, whether it is there or not. */
export function labDirectory(name: string): string {
  if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(name)) {
    throw new UsageError(
      `The lab's name ${JSON.stringify(name)} is not usable: up to 40 small letters, digits and hyphens, the first no hyphen.`,
    )
  }
  return join(labsDirectory(), name)
}

/** Path of the network file of a lab, for --attach. */
export function labNetworkFile(name: string): string {
  return join(labDirectory(name), 'network.json')
}

/** Names of the labs that have a state directory, dead ones included. */
export async function listLabs(): Promise<string[]> {
  try {
    await checkOwner(dirname(labsDirectory()))
    const entries = await readdir(labsDirectory(), { withFileTypes: true })
    return entries
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort()
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}

/** Makes the directories above a lab's own; nobody else may read or write them. */
export async function makeLabsDirectory(): Promise<void> {
  await mkdir(labsDirectory(), { recursive: true, mode: 0o700 })
  await checkOwner(dirname(labsDirectory()))
}

/** Takes them away again unless another lab lives there. */
export async function removeEmptyLabsDirectory(): Promise<void> {
  for (const directory of [labsDirectory(), dirname(labsDirectory())]) await rmdir(directory).catch(() => {})
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

function labsDirectory(): string {
  const runtime = process.env.XDG_RUNTIME_DIR
  return join(runtime ? join(runtime, 'fairlead') : `/tmp/fairlead-${userId()}`, 'labs')
}

/** /tmp is everybody's: a directory that somebody else put there, or a link to elsewhere, is not used. */
async function checkOwner(directory: string): Promise<void> {
  const status = await lstat(directory)
  if (status.isDirectory() && status.uid === userId() && (status.mode & 0o022) === 0) return
  throw new CannotLookError(
    `The lab's state directory ${directory} is not this user's own (user ${status.uid}, mode ${(status.mode & 0o777).toString(8)}): ` +
      'remove it, or set XDG_RUNTIME_DIR to a directory that only you can write to.',
  )
}

function userId(): number {
  return process.getuid?.() ?? 0
}
