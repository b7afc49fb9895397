// Reads a snapshot from a file, on any system, and checks every line of it.
import { readFile } from 'node:fs/promises'
import type { Snapshot } from '../../model/snapshot.ts'
import type { Checked } from '../../schema/check-value.ts'
import { InputError } from '../../schema/input-error.ts'
import { SnapshotAssembly } from './snapshot-assembly.ts'

/** What this program can read. */
const VERSION = 1

/** Throws InputError. */
export async function readSnapshot(path: string): Promise<Snapshot> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'ENOENT' ? 'found no such file' : error.message
    throw new InputError(
      { file: path, line: null, field: null, expected: `expected a snapshot, ${why}` },
      { cause: error },
    )
  })
  const [{ headerSchema, lineSchema }, { checkValue }, { parseJson }] = await Promise.all([
    import('../../schema/snapshot-line-schema.ts'),
    import('../../schema/check-value.ts'),
    import('../../schema/parse-json.ts'),
  ])
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  const value = (index: number): unknown => parseJson(lines[index] ?? '', path, index + 1)
  const checked = <T>(index: number, result: Checked<T>): T => {
    if (result.ok) return result.value
    throw new InputError({ file: path, line: index + 1, field: result.fault.field, expected: result.fault.expected })
  }
  const first = value(0)
  refuseNewer(first, path)
  const assembly = new SnapshotAssembly(checked(0, checkValue(headerSchema, first)), path)
  for (let index = 1; index < lines.length; index += 1) {
    assembly.take(checked(index, checkValue(lineSchema, value(index))), index + 1)
  }
  return assembly.snapshot(lines.length)
}

function refuseNewer(header: unknown, file: string): void {
  const version = (header as { readonly version?: unknown } | null)?.version
  if (typeof version !== 'number' || version <= VERSION) return
  throw new InputError({
    file,
    line: 1,
    field: 'version',
    expected: `expected ${VERSION}, found ${version}: a newer Fairlead wrote this snapshot, and this one cannot read it. Update Fairlead`,
  })
}
