// The use case of snapshot: all facts of a network, with what its clients saw in a full run of doctor, in one file.
import { access, constants, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { UsageError } from '../model/errors.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { ChosenNetwork } from './choose-network.ts'
import { examine } from './doctor/doctor.ts'
import type { Progress } from './progress.ts'

export interface SnapshotOptions {
  readonly path: string
  readonly timeoutMs: number
  readonly signal: AbortSignal
  readonly progress: Progress
}

/** Throws UsageError, InputError, CannotLookError. */
export async function snapshotUseCase(chosen: ChosenNetwork, options: SnapshotOptions): Promise<Snapshot> {
  if (chosen.kind === 'snapshot')
    throw new UsageError('A snapshot is taken of a network that stands: leave out --snapshot, or copy the file.')
  const { path, ...rest } = options
  await requireWritable(path)
  const { snapshot } = await examine(chosen.network, { ...rest, selected: null, targets: [], onModel: () => {} })
  const { writeSnapshot } = await import('../collect/snapshot-file.ts')
  await writeSnapshot(path, snapshot)
  return snapshot
}

/** Before the network is read, not after. */
async function requireWritable(path: string): Promise<void> {
  const folder = dirname(path)
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
  if (isFolder) throw new UsageError(`FILE is ${path}, a folder; expected the name of a file to write.`)
  await access(folder, constants.W_OK).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'ENOENT' ? 'there is no such folder' : 'this user may not write there'
    throw new UsageError(`FILE is ${path}; expected a place that can be written, but of ${folder}: ${why}.`, {
      cause: error,
    })
  })
}
