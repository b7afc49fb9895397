// Records the demo for systems that allow no namespaces, and the two snapshots that the documentation's outputs come from.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { writeSnapshot } from '../../collect/snapshot-file.ts'
import type { ActRecord } from './act-record.ts'
import { chapters } from './acts.ts'
import type { Recording } from './recorded-source.ts'
import type { DemoSource } from './source.ts'

/** The failure that the README shows. */
const shownInReadme = 'listener-on-loopback'

/** Gives the files that it wrote into the folder. */
export async function recordDemo(source: DemoSource, folder: string): Promise<string[]> {
  const healthy = await source.healthy()
  const acts: ActRecord[] = []
  for (const { fault } of chapters.flatMap((chapter) => chapter.acts)) acts.push(await source.act(fault))
  const recording: Recording = { healthy, acts }
  const files = ['demo-recording.json.gz', 'examples/healthy.jsonl', `examples/${shownInReadme}.jsonl`]
  const [packed = '', whole = '', broken = ''] = files.map((name) => join(folder, name))
  await writeFile(packed, gzipSync(JSON.stringify(recording), { level: 9 }))
  await writeSnapshot(whole, healthy)
  const shown = acts.find(({ fault }) => fault === shownInReadme)
  if (shown) await writeSnapshot(broken, shown.before)
  return files
}
