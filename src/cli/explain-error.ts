// Turns an error into the exit status of contract.md and the words that a person can act on.
import { CommanderError } from 'commander'
import { CannotLookError, UsageError } from '../model/errors.ts'

export interface ErrorText {
  readonly status: 2 | 3
  readonly text: string
}

export function explainError(error: unknown, { verbose }: { readonly verbose: boolean }): ErrorText {
  if (error instanceof CommanderError) return { status: 2, text: usageText(error) }
  const message = error instanceof Error ? error.message : String(error)
  const stack = verbose && error instanceof Error ? `${stackText(error)}\n` : ''
  if (error instanceof UsageError) return { status: 2, text: `fairlead: ${message}\n${stack}` }
  if (error instanceof CannotLookError) return { status: 3, text: `fairlead: ${message}\n${stack}` }
  const hint = verbose ? '' : 'This is a fault of Fairlead itself; run it again with --verbose to see where.\n'
  return { status: 3, text: `fairlead: ${message}\n${hint}${stack}` }
}

/** commander's own sentence, without its prefix. */
function usageText({ message, code }: CommanderError): string {
  if (code === 'commander.help') return ''
  const said = message.replace(/^error: /, '')
  return `fairlead: ${said}${/[.?)]$/.test(said) ? '' : '.'} See: fairlead --help\n`
}

function stackText(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by ${stackText(error.cause)}` : ''
  return `${error.stack ?? error.message}${cause}`
}
