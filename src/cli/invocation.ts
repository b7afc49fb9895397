// What every verb is given: the options of contract.md, read and checked, and where to print.
import type { HostHelper } from '../app/choose-network.ts'
import type { Progress } from '../app/progress.ts'
import type { Paint } from '../report/paint.ts'

export type OutputFormat = 'text' | 'json' | 'junit' | 'sarif'

export interface Invocation {
  readonly output: OutputFormat
  /** Kubernetes namespace (`-n`); null: that of the kubeconfig context, or `default`. */
  readonly space: string | null
  readonly snapshot: string | null
  readonly attach: string | null
  readonly lab: string | null
  readonly context: string | null
  readonly kubeconfig: string | null
  readonly hostHelper: HostHelper
  readonly timeoutMs: number
  readonly verbose: boolean
  readonly terminal: Terminal
  readonly signal: AbortSignal
}

export interface Terminal {
  readonly width: number
  readonly paint: Paint
  /** What is said beside the data goes to a person: standard error is a terminal. */
  readonly watched: boolean
  readonly progress: Progress
  /** Data. */
  print(text: string): void
  /** Everything else. */
  say(text: string): void
}

export function printJson({ terminal }: Invocation, value: unknown): void {
  terminal.print(`${JSON.stringify(value, null, 2)}\n`)
}
