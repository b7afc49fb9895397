// Reads the demo's acts from the recording that comes with the program, for systems that allow no namespaces.
import { readFile } from 'node:fs/promises'
import { brotliDecompressSync } from 'node:zlib'
import type { Snapshot } from '../../model/snapshot.ts'
import type { ActRecord } from './act-record.ts'
import type { DemoSource } from './source.ts'

export const recordingName = 'demo-recording.json.br'

export interface Recording {
  readonly healthy: Snapshot
  readonly acts: readonly ActRecord[]
}

export async function recordedSource(because: string): Promise<DemoSource> {
  // dist/ and src/app/demo/ both lie in the package's top folder, beside docs/.
  const up = import.meta.url.endsWith('.ts') ? '../../../' : '../'
  const packed = await readFile(new URL(`${up}docs/${recordingName}`, import.meta.url))
  const { healthy, acts } = JSON.parse(brotliDecompressSync(packed).toString()) as Recording
  const find = (fault: string): ActRecord => {
    const act = acts.find((candidate) => candidate.fault === fault)
    if (!act) throw new Error(`The recording has no act for ${fault}: npm run record-demo`)
    return act
  }
  return {
    recordedBecause: because,
    healthy: async () => healthy,
    act: async (fault) => find(fault),
    end: async () => {},
  }
}
