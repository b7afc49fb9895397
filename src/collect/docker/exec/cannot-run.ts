// Why a command could not be run in a container, in words.
import { CannotLookError } from '../../../model/errors.ts'
import { EngineRefusal } from '../connection/engine-refusal.ts'

/** The Engine refused; anything else is handed on. */
export function notAsked(error: unknown, container: string): unknown {
  if (!(error instanceof EngineRefusal)) return error
  return new CannotLookError(`Cannot look into container ${container}: ${why(error, container)}`, { cause: error })
}

export function endedEarly(container: string, words: string): CannotLookError {
  return new CannotLookError(`Cannot look into container ${container}: ${words}.`)
}

/** `words` are the runtime's. */
export function cannotRun(container: string, words: string): CannotLookError {
  const isMissing = /executable file not found|no such file or directory/i.test(words)
  const next = isMissing ? 'Its image has no shell (sh), which everything read there needs.' : ''
  return new CannotLookError(`Cannot look into container ${container}: ${words.replace(/\.?$/, '.')} ${next}`.trim())
}

function why({ status, message }: EngineRefusal, container: string): string {
  if (status === 404 && /exec/i.test(message)) return 'the Engine was restarted meanwhile. Run the same command again.'
  if (status === 404)
    return 'it is gone: there is no such container. It was removed meanwhile; run the same command again.'
  if (status === 409 && /paused/i.test(message)) return `it is paused. docker unpause ${container} lets it run again.`
  if (status === 409 && /restarting/i.test(message)) return `it is restarting: docker logs ${container} says why.`
  // podman's words for one that is stopped or paused.
  const isIdle = status === 409 || /container state improper/i.test(message)
  if (isIdle) return `it is not running. docker start ${container} starts it.`
  return `the Engine refused: ${message} (HTTP status ${status}).`
}
