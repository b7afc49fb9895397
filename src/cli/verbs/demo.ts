// `fairlead demo`, behind `npm run demo`: a healthy path and the famous failures, found, mended and proved in a practice network.
import { openSource } from '../../app/demo/open-source.ts'
import { recordDemo } from '../../app/demo/record-demo.ts'
import { tellDemo } from '../../app/demo/tell-demo.ts'
import type { Invocation } from '../invocation.ts'

export interface DemoArguments {
  /** Replay the recording even where the demo could be played. */
  readonly recorded: boolean
  /** Write a recording into this folder instead of telling anything. */
  readonly record: string | null
}

export async function demo({ recorded, record }: DemoArguments, invocation: Invocation): Promise<number> {
  const { terminal, signal, verbose } = invocation
  const { width, paint, progress, print } = terminal
  const start = performance.now()
  if (record === null) print('Fairlead follows a packet through a practice network of Linux namespaces.\n')
  progress.say('raising a practice network')
  const source = await openSource(recorded, signal)
  try {
    if (record !== null) {
      print(`${await recordDemo(source, record)}\n`)
      return 0
    }
    const mended = await tellDemo(source, { width, paint, verbose, print, wait: (what) => progress.say(what) })
    await source.end()
    const seconds = ((performance.now() - start) / 1000).toFixed(0)
    const gone = source.recordedBecause ? '' : ` Every network of it is gone again; it took ${seconds} s.`
    print(
      `\n${mended ? paint.good('Every failure was found and mended.') : paint.bad('Not every failure was mended.')}${gone}\n`,
    )
    print('Next: fairlead lab up, then fairlead doctor, fairlead trace netns/shop/web db, fairlead lab faults.\n')
    return mended ? 0 : 1
  } finally {
    progress.clear()
    await source.end()
  }
}
