// One line that says what is being done, on a terminal only, for whatever takes longer than half a second; and notes that stay.

export interface Progress {
  say(what: string): void
  clear(): void
  /** A line of its own, wherever standard error leads: what could not be done, and why. */
  note(text: string): void
}

/** Nothing is shown before this: a quick command stays quiet. */
const quietMs = 500

export const noProgress: Progress = { say: () => {}, clear: () => {}, note: () => {} }

/** Writes to standard error; what is being done only where that is a terminal. */
export function terminalProgress(stream: NodeJS.WriteStream): Progress {
  if (!stream.isTTY) return { ...noProgress, note: (text) => stream.write(`${text}\n`) }
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
    note: (text) => {
      stream.write(`${shown ? '\r\u001b[2K' : ''}${text}\n`)
      if (shown) show()
    },
  }
}
