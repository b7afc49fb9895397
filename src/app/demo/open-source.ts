// Opens the demo's source: played on this machine where namespaces may be made here, else the recording, with the reason why.
import { CannotLookError } from '../../model/errors.ts'
import { type Act, chapters } from './acts.ts'
import { recordedSource } from './recorded-source.ts'
import type { DemoSource } from './source.ts'

const acts: readonly Act[] = chapters.flatMap((chapter) => chapter.acts)

export async function openSource(recorded: boolean, signal: AbortSignal): Promise<DemoSource> {
  if (recorded) return recordedSource('The recording was asked for.')
  const { liveSource } = await import('./live-source.ts')
  const live = liveSource(acts, signal)
  try {
    await live.healthy()
    return live
  } catch (error) {
    await live.end()
    if (error instanceof CannotLookError) return recordedSource(error.message)
    throw error
  }
}
