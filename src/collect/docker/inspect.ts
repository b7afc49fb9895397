// Reads the Engine's networks and containers as it inspects them; only what concerns the network is kept.

import type { DockerFacts } from '../../model/snapshot.ts'
import { isObject, textOf } from '../../parse/json-value.ts'
import { redactDocker } from '../../parse/redact-docker.ts'
import type { EngineClient } from './connection/engine-client.ts'
import { EngineRefusal } from './connection/engine-refusal.ts'
import { refusedToTell } from './refused-to-tell.ts'

export async function inspect(client: EngineClient, signal?: AbortSignal): Promise<DockerFacts> {
  const [networks, containers] = await Promise.all([
    inspectAll(client, '/networks', (id) => `/networks/${id}`, signal),
    inspectAll(client, '/containers/json?all=true', (id) => `/containers/${id}/json`, signal),
  ])
  return redactDocker({ networks, containers })
}

/** One that goes away meanwhile (404), or is being removed (409), is left out. */
async function inspectAll(
  client: EngineClient,
  listPath: string,
  pathOf: (id: string) => string,
  signal: AbortSignal | undefined,
): Promise<unknown[]> {
  const ask = (path: string): Promise<unknown> =>
    client.ask('GET', path, { signal }).catch((error: unknown) => {
      throw refusedToTell(error, client.endpoint, path)
    })
  const listed = await ask(listPath)
  const ids = Array.isArray(listed) ? listed.filter(isObject).flatMap((item) => textOf(item, 'Id') ?? []) : []
  const inspected = await Promise.all(
    ids.map((id) =>
      ask(pathOf(encodeURIComponent(id))).catch((error: unknown) => {
        const cause = error instanceof Error ? error.cause : null
        if (cause instanceof EngineRefusal && (cause.status === 404 || cause.status === 409)) return null
        throw error
      }),
    ),
  )
  return inspected.filter(isObject)
}
