// Ctrl-C, a polite kill and a closed terminal end whatever is under way, with its children; nobody is left behind.

export interface Interrupts {
  readonly signal: AbortSignal
  stop(): void
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

export function listenForInterrupts(): Interrupts {
  const controller = new AbortController()
  const abort = (signal: NodeJS.Signals): void => controller.abort(new Error(`interrupted by ${signal}`))
  for (const signal of signals) process.on(signal, abort)
  return {
    signal: controller.signal,
    stop: () => {
      for (const signal of signals) process.off(signal, abort)
    },
  }
}
