// Removes helper containers that nobody stands behind any more.
import { isObject, numberOf, textOf } from '../../../parse/json-value.ts'
import type { EngineClient } from '../connection/engine-client.ts'

export const HELPER_LABEL = 'dev.fairlead.helper'

/** One that is being started is not running yet. */
const STARTING_SECONDS = 60

/** One that runs has somebody behind it, or it would have ended: left alone. One that was made and never started has none, when it
 *  is older than any start takes. */
export async function removeLeftovers(client: EngineClient, signal: AbortSignal | undefined): Promise<void> {
  const filters = encodeURIComponent(
    JSON.stringify({ label: [HELPER_LABEL], status: ['created', 'exited', 'dead', 'paused'] }),
  )
  const listed = await client.ask('GET', `/containers/json?all=true&filters=${filters}`, { signal })
  const now = Date.now() / 1000
  const leftovers = (Array.isArray(listed) ? listed.filter(isObject) : []).filter(
    (container) => now - (numberOf(container, 'Created') ?? now) > STARTING_SECONDS,
  )
  await Promise.all(
    leftovers.flatMap((container) => {
      const id = textOf(container, 'Id')
      // Another run may be removing it just now.
      return id === null ? [] : client.ask('DELETE', `/containers/${id}?force=true&v=true`, { signal }).catch(() => {})
    }),
  )
}
