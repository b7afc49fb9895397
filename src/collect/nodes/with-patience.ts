// Gives up on a node that does not answer in time, and ends what was begun there.
import { didNotAnswer } from './cannot-read-node.ts'

/** Rejects with CannotLookError after `timeoutMs`, with the signal's reason when that comes first. */
export async function withPatience<Result>(
  node: string,
  timeoutMs: number,
  signal: AbortSignal | undefined,
  begin: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  signal?.throwIfAborted()
  // A plain timer: AbortSignal.any() of a time-out may be collected as garbage before it fires (nodejs/node#54614).
  const ending = new AbortController()
  const stop = (): void => ending.abort(signal?.reason)
  signal?.addEventListener('abort', stop, { once: true })
  const timer = setTimeout(() => ending.abort(didNotAnswer(node, timeoutMs)), timeoutMs)
  try {
    return await begin(ending.signal)
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', stop)
  }
}
