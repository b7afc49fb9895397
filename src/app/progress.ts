// One line that says what is being done, on a terminal only, for whatever takes longer than half a second.

export interface Progress {
  say(what: string): void
  clear(): void
}

/** Nothing is shown before this: a quick command stays quiet. */
const quietMs = 500

export const noProgress: Progress = { say: () => {}, clear: () => {} }

/** Writes to standard error, and only where that is a terminal. */
export function terminalProgress(stream: NodeJS.WriteStream): Progress {
  if (!stream.isTTY) return noProgress
  let latest = ''
  let shown = false
  const show = (): void => {
    shown = true
    const width = Math.max(20, (stream.columns || 80) - 1)
    stream.write(`\r\u001b[2K${latest.slice(0, width)}`)
  }
  let timer: NodeJS.Timeout | null = null
  return {
    say: (what) => {
      latest = `… ${what}`
      if (shown) show()
      else timer ??= setTimeout(show, quietMs)
      timer?.unref()
    },
    clear: () => {
      if (timer) clearTimeout(timer)
      timer = null
      if (shown) stream.write('\r\u001b[2K')
      shown = false
    },
  }
}
