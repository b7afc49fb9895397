// Opens the demo's source: played on this machine where namespaces may be made here, else the recording, with the reason why.
import { CannotLookError } from '../../model/errors.ts'
import { chapters } from './acts.ts'
import { recordedSource } from './recorded-source.ts'
import type { DemoSource } from './source.ts'

export const demoFaults: readonly string[] = chapters.flatMap(({ acts }) => acts.map(({ fault }) => fault))

export async function openSource(recorded: boolean, signal: AbortSignal): Promise<DemoSource> {
  if (recorded) return recordedSource('The recording was asked for.')
  const { liveSource } = await import('./live-source.ts')
  const live = liveSource(demoFaults, signal)
  try {
    await live.healthy()
    return live
  } catch (error) {
    await live.end()
    if (error instanceof CannotLookError) return recordedSource(error.message)
    throw error
  }
}
