// Asks a container engine over HTTP: JSON, and connections that become a command's standard streams.
import type { ClientRequest, IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { isObject, textOf } from '../../../parse/json-value.ts'
import type { Endpoint } from '../endpoint/endpoint.ts'
import { cannotReach } from './cannot-reach.ts'
import { type BeginRequest, openConnections } from './connections.ts'
import { EngineRefusal } from './engine-refusal.ts'

export interface AskOptions {
  readonly body?: unknown
  readonly signal?: AbortSignal | undefined
  /** Nothing at all comes for so long. */
  readonly silenceMs?: number
}

/** Rejects with EngineRefusal when the Engine refuses, with CannotLookError when it cannot be reached or says nothing, with the
 *  signal's reason when aborted. */
export interface EngineClient {
  readonly endpoint: Endpoint
  ask(method: 'GET' | 'POST' | 'DELETE', path: string, options?: AskOptions): Promise<unknown>
  /** The connection, and what has already come over it. */
  hijack(path: string, options: AskOptions): Promise<{ connection: Duplex; head: Buffer }>
  /** The same with every path under `/v1.41`. */
  withVersion(version: string): EngineClient
}

/** An Engine that inspects hundreds of containers at once on a busy machine takes seconds for some. */
const SILENCE_MS = 20_000

export function openClient(endpoint: Endpoint): EngineClient {
  return clientOf(endpoint, openConnections(endpoint), '')
}

function clientOf(endpoint: Endpoint, begin: BeginRequest, prefix: string): EngineClient {
  const said = (signal: AbortSignal | undefined, error: unknown): unknown => {
    if (signal?.aborted === true) return signal.reason
    return error instanceof EngineRefusal ? error : cannotReach(error, endpoint)
  }
  return {
    endpoint,
    ask: async (method, path, { body, signal, silenceMs = SILENCE_MS } = {}) => {
      signal?.throwIfAborted()
      const { text, headers } = prepare(body, {})
      const request = begin({ method, path: `${prefix}${path}`, headers })
      try {
        return await answerTo(request, text, silenceMs, signal)
      } catch (error) {
        // The Engine may close a connection that is kept open just when the next question is on its way.
        const isStale =
          request.reusedSocket && (error as NodeJS.ErrnoException).code === 'ECONNRESET' && method === 'GET'
        if (!isStale || signal?.aborted === true) throw said(signal, error)
        const again = begin({ method, path: `${prefix}${path}`, headers, isOwn: true })
        return await answerTo(again, text, silenceMs, signal).catch((second: unknown) => {
          throw said(signal, second)
        })
      }
    },
    hijack: async (path, { body, signal, silenceMs = SILENCE_MS }) => {
      signal?.throwIfAborted()
      const { text, headers } = prepare(body, { connection: 'Upgrade', upgrade: 'tcp' })
      const request = begin({ method: 'POST', path: `${prefix}${path}`, headers, isOwn: true })
      return await upgradeOf(request, text, silenceMs, signal).catch((error: unknown) => {
        throw said(signal, error)
      })
    },
    withVersion: (version) => clientOf(endpoint, begin, `/v${version}`),
  }
}

function prepare(
  body: unknown,
  headers: Readonly<Record<string, string>>,
): { text: string; headers: Record<string, string | number> } {
  if (body === undefined) return { text: '', headers: { ...headers, 'content-length': 0 } }
  const text = JSON.stringify(body)
  return {
    text,
    headers: { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) },
  }
}

function answerTo(request: ClientRequest, body: string, silenceMs: number, signal?: AbortSignal): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const end = limit(request, silenceMs, signal)
    const fail = (error: unknown): void => {
      end()
      reject(error)
    }
    request.on('error', fail)
    request.on('response', (answer) => readAnswer(answer).then(resolve, reject).finally(end))
    request.end(body)
  })
}

function upgradeOf(
  request: ClientRequest,
  body: string,
  silenceMs: number,
  signal?: AbortSignal,
): Promise<{ connection: Duplex; head: Buffer }> {
  return new Promise((resolve, reject) => {
    const end = limit(request, silenceMs, signal)
    request.on('error', (error) => {
      end()
      reject(error)
    })
    request.on('upgrade', (_, connection, head) => {
      end()
      resolve({ connection, head })
    })
    request.on('response', (answer) => {
      readAnswer(answer)
        .then(() => reject(new EngineRefusal(answer.statusCode ?? 0, 'it keeps the connection to itself')), reject)
        .finally(end)
    })
    request.end(body)
  })
}

/** Ends the request when it takes too long or is aborted; the caller says when it is over. */
function limit(request: ClientRequest, silenceMs: number, signal: AbortSignal | undefined): () => void {
  const late = (): void => {
    const code = request.socket?.connecting === true ? 'CONNECT_TIMEOUT' : 'SILENCE'
    request.destroy(Object.assign(new Error(code), { code, afterMs: silenceMs }))
  }
  const stop = (): void => void request.destroy(new Error('aborted'))
  const timer = setTimeout(late, silenceMs)
  signal?.addEventListener('abort', stop, { once: true })
  return () => {
    clearTimeout(timer)
    signal?.removeEventListener('abort', stop)
  }
}

async function readAnswer(answer: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = []
  for await (const piece of answer) pieces.push(piece as Buffer)
  const text = Buffer.concat(pieces).toString('utf8')
  const status = answer.statusCode ?? 0
  const value = parse(text)
  if (status < 300) return value
  const message = (isObject(value) ? textOf(value, 'message') : null) ?? text.trim().slice(0, 300)
  throw new EngineRefusal(status, message === '' ? `HTTP status ${status}` : message)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
