// Removes helper containers that nobody stands behind any more.
import { isObject, type JsonObject, numberOf, textOf } from '../../../parse/json-value.ts'
import type { EngineClient } from '../connection/engine-client.ts'

export const HELPER_LABEL = 'dev.fairlead.helper'

/** One that was made so lately may be about to start. */
const STARTING_SECONDS = 60

/** One that runs has somebody behind it, or it would have ended: it is left alone. */
export async function removeLeftovers(client: EngineClient, signal: AbortSignal | undefined): Promise<void> {
  const filters = { label: [HELPER_LABEL] }
  const path = `/containers/json?all=true&filters=${encodeURIComponent(JSON.stringify(filters))}`
  const listed = await client.ask('GET', path, { signal })
  const found = Array.isArray(listed) ? listed.filter(isObject) : []
  await Promise.all(
    found.filter(isLeftover).map((container) => {
      const gone = `/containers/${textOf(container, 'Id')}?force=true&v=true`
      // Another run may be removing it just now.
      return client.ask('DELETE', gone, { signal }).catch(() => {})
    }),
  )
}

function isLeftover(container: JsonObject): boolean {
  const madeAt = numberOf(container, 'Created') ?? 0
  const state = textOf(container, 'State')
  if (state === 'created') return Date.now() / 1000 - madeAt > STARTING_SECONDS
  // podman says stopped where Docker says exited.
  return state !== 'running' && state !== 'removing'
}
