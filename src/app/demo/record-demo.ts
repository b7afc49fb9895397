// Records the demo for systems that allow no namespaces.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import type { ActRecord } from './act-record.ts'
import { chapters } from './acts.ts'
import { type Recording, recordingName } from './recorded-source.ts'
import type { DemoSource } from './source.ts'

/** Twenty snapshots of nearly the same network: a window that spans several of them stores what they share once. */
const wideWindow = { params: { [constants.BROTLI_PARAM_LGWIN]: 24 } }

/** Gives the file that it wrote. */
export async function recordDemo(source: DemoSource, folder: string): Promise<string> {
  const healthy = await source.healthy()
  const acts: ActRecord[] = []
  for (const { fault } of chapters.flatMap((chapter) => chapter.acts)) acts.push(await source.act(fault))
  const recording: Recording = { healthy, acts }
  const path = join(folder, recordingName)
  await writeFile(path, brotliCompressSync(JSON.stringify(recording), wideWindow))
  return path
}
