// The way to run one command somewhere: on this machine, inside a node's container, or in a helper container.
import type { CommandResult } from './run-command.ts'

export interface ElsewhereOptions {
  readonly input?: string
  readonly signal?: AbortSignal | undefined
  /** Called with each piece of standard output as it comes. */
  readonly onOutput?: (text: string) => void
}

/** Rejects with CannotLookError when the command cannot be started there, with the signal's reason when aborted: nothing that it
 *  started goes on running then. */
export type RunElsewhere = (argv: readonly string[], options?: ElsewhereOptions) => Promise<CommandResult>
