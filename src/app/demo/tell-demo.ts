// Tells the whole demo, chapter by chapter, as its acts come in.
import type { RenderOptions } from '../../report/render-trace.ts'
import { hang } from '../../report/wrap-text.ts'
import { chapters } from './acts.ts'
import type { DemoSource } from './source.ts'
import { tellAct } from './tell-act.ts'
import { tellHealthy } from './tell-healthy.ts'

export interface Telling extends RenderOptions {
  readonly print: (text: string) => void
  /** What is being waited for. */
  readonly wait: (what: string) => void
}

/** False when a failure was not mended. */
export async function tellDemo(source: DemoSource, telling: Telling): Promise<boolean> {
  const { print, wait, paint, width } = telling
  const prose = (text: string): void => print(`${hang(text, width, '', '').join('\n')}\n`)
  wait('raising a practice network of Linux namespaces')
  const healthy = await source.healthy()
  if (source.recordedBecause) prose(`${source.recordedBecause} This is a recording: ${recordedWords}\n`)
  print(`\n${paint.strong('A healthy path')}\n`)
  prose(
    'A pod of a practice network connects to a database on the host. Nothing here is simulated but the machines: the kernel forwards, filters and answers.',
  )
  print(`\n${tellHealthy(healthy, telling)}`)
  let mended = true
  let number = 0
  for (const { title, opening, acts, closing } of chapters) {
    print(`\n${paint.strong(title)}\n`)
    prose(opening)
    for (const act of acts) {
      number += 1
      print(`\n${paint.strong(`${number}. ${act.title}`)}\n`)
      wait(`waiting for the clients of ${act.fault} to see what they see`)
      const told = tellAct(await source.act(act.fault), telling)
      print(told.text)
      mended &&= told.mended
    }
    if (closing !== '') {
      print('\n')
      prose(closing)
    }
  }
  return mended
}

const recordedWords =
  'the facts and measurements are read from a file, and everything said about them is worked out now.'
