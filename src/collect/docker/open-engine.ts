// Opens the container engine that the docker command would talk to.
import { CannotLookError } from '../../model/errors.ts'
import { isObject, type JsonObject, objectsOf, textOf, textsOf } from '../../parse/json-value.ts'
import { agreeVersion } from './agree-version.ts'
import { cannotReach } from './connection/cannot-reach.ts'
import { type EngineClient, openClient } from './connection/engine-client.ts'
import { startContainer } from './container/start-container.ts'
import { chooseEndpoints } from './endpoint/choose-endpoints.ts'
import { noEngine } from './endpoint/no-engine.ts'
import type { Engine } from './engine.ts'
import { runInContainer } from './exec/run-in-container.ts'
import { inspect } from './inspect.ts'
import { refusedToTell } from './refused-to-tell.ts'

export interface OpenEngineOptions {
  readonly signal?: AbortSignal | undefined
}

/** An Engine that is well answers within milliseconds. */
const ANSWER_MS = 5_000

/** Throws CannotLookError: none is there, it cannot be reached, it is too old. */
export async function openEngine({ signal }: OpenEngineOptions = {}): Promise<Engine> {
  const endpoints = await chooseEndpoints()
  const errors: CannotLookError[] = []
  for (const endpoint of endpoints) {
    try {
      return await openAt(openClient(endpoint), signal)
    } catch (error) {
      if (!(error instanceof CannotLookError)) throw error
      errors.push(error)
    }
  }
  throw noEngine(endpoints, errors)
}

async function openAt(client: EngineClient, signal: AbortSignal | undefined): Promise<Engine> {
  const version = await askObject(client, '/version', signal)
  const apiVersion = agreeVersion(client.endpoint.address, {
    engine: textOf(version, 'Version') ?? 'unknown',
    newest: textOf(version, 'ApiVersion'),
    oldest: textOf(version, 'MinAPIVersion'),
  })
  const versioned = client.withVersion(apiVersion)
  const info = await askObject(versioned, '/info', signal)
  const { kind, address } = client.endpoint
  return {
    endpoint: address,
    name: nameOf(version, info),
    version: textOf(version, 'Version') ?? 'unknown',
    apiVersion,
    operatingSystem: textOf(info, 'OperatingSystem') ?? 'unknown',
    rootless: textsOf(info, 'SecurityOptions').some((option) => option === 'name=rootless'),
    isLocal: kind === 'socket',
    inspect: (ending) => inspect(versioned, ending),
    runIn: (container, options = {}) => runInContainer(versioned, container, options),
    runHelper: (options) => startContainer(versioned, options),
  }
}

async function askObject(client: EngineClient, path: string, signal: AbortSignal | undefined): Promise<JsonObject> {
  const answer = await client.ask('GET', path, { signal, silenceMs: ANSWER_MS }).catch((error: unknown) => {
    throw refusedToTell(error, client.endpoint, path)
  })
  if (isObject(answer)) return answer
  throw cannotReach({ code: 'NOT_AN_ENGINE' }, client.endpoint)
}

function nameOf(version: JsonObject, info: JsonObject): Engine['name'] {
  const platform = isObject(version.Platform) ? (textOf(version.Platform, 'Name') ?? '') : ''
  const parts = objectsOf(version, 'Components').map((component) => textOf(component, 'Name') ?? '')
  if (parts.some((part) => /podman/i.test(part))) return 'Podman'
  const isDesktop = /^Docker Desktop/.test(platform) || textOf(info, 'OperatingSystem') === 'Docker Desktop'
  return isDesktop ? 'Docker Desktop' : 'Docker Engine'
}
