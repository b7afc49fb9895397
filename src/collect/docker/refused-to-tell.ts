// The error of an Engine that was reached and does not tell what it is asked for.
import { CannotLookError } from '../../model/errors.ts'
import { EngineRefusal } from './connection/engine-refusal.ts'
import type { Endpoint } from './endpoint/endpoint.ts'

/** `asked` is a path of its API. Anything else than a refusal is handed on. */
export function refusedToTell(error: unknown, { address }: Endpoint, asked: string): unknown {
  if (!(error instanceof EngineRefusal)) return error
  const { status, message } = error
  const right =
    status === 401 || status === 403
      ? ' An authorization plugin or a proxy before its socket may keep this from us.'
      : ''
  return new CannotLookError(
    `Cannot read from the container engine at ${address}: it refused GET ${asked}: ${message} (HTTP status ${status}).${right}`,
    { cause: error },
  )
}
