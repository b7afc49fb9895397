// Gives up on what does not answer in time, and ends what was begun there.

/** Rejects with `late()` after `timeoutMs`, with the signal's reason when that comes first; `begin` must heed the signal it gets. */
export async function withPatience<Result>(
  timeoutMs: number,
  late: () => Error,
  signal: AbortSignal | undefined,
  begin: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  signal?.throwIfAborted()
  // A plain timer: AbortSignal.any() of a time-out may be collected as garbage before it fires (nodejs/node#54614).
  const ending = new AbortController()
  const stop = (): void => ending.abort(signal?.reason)
  signal?.addEventListener('abort', stop, { once: true })
  const timer = setTimeout(() => ending.abort(late()), timeoutMs)
  try {
    return await begin(ending.signal)
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', stop)
  }
}
