// Looks at where output goes: how wide, whether in colour, whether somebody watches.
import { type Progress, terminalProgress } from '../app/progress.ts'
import { noPaint, terminalPaint } from '../report/paint.ts'
import type { Terminal } from './invocation.ts'

/** What is drawn for a person fits this when the terminal does not say how wide it is. */
const usualWidth = 80

export function openTerminal({ colour }: { readonly colour: boolean }): Terminal {
  const { stdout, stderr, env } = process
  // no-color.org: set and not empty.
  const wantsColour = colour && !env.NO_COLOR && env.TERM !== 'dumb'
  const progress: Progress = terminalProgress(stderr)
  return {
    // A pseudo-terminal that was told no size says 0.
    width: Math.max(40, stdout.columns || usualWidth),
    paint: wantsColour && stdout.isTTY ? terminalPaint : noPaint,
    watched: stderr.isTTY === true,
    progress,
    print: (text) => {
      progress.clear()
      stdout.write(text)
    },
    say: (text) => {
      progress.clear()
      stderr.write(text.endsWith('\n') ? text : `${text}\n`)
    },
  }
}
