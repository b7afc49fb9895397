// Asks an API server for one path and reads its JSON; what goes wrong is told as the server or the way to it being at fault.
import type { IncomingMessage } from 'node:http'
import { isObject, textOf } from '../../../parse/json-value.ts'
import { ApiError } from '../cluster.ts'
import { type Asked, cannotReach } from './cannot-reach.ts'
import type { Connections } from './open-connections.ts'

export interface Question {
  readonly path: string
  readonly headers: Readonly<Record<string, string | string[]>>
  readonly from: Asked
}

/** An API server beside this machine answers the handshake in milliseconds, one across the world in a second. */
const CONNECT_TIMEOUT_MS = 5_000

/** Nothing at all comes for so long: the server is stopped (docker pause), or the way to it is cut. */
const SILENCE_MS = 10_000

/** Rejects with ApiError, CannotLookError, or the signal's reason. */
export async function readAnswer(connections: Connections, question: Question, signal?: AbortSignal): Promise<unknown> {
  signal?.throwIfAborted()
  const { status, text } = await exchange(connections, question, signal).catch((error: unknown) => {
    signal?.throwIfAborted()
    throw cannotReach(error, question.from, connections.proxy)
  })
  const value = parse(text)
  if (status === 200 && value !== undefined) return value
  if (status === 200) throw cannotReach({ code: 'NOT_JSON' }, question.from, connections.proxy)
  const fields = isObject(value) ? value : {}
  const message = textOf(fields, 'message') ?? text.trim().slice(0, 200)
  throw new ApiError(status, textOf(fields, 'reason') ?? '', message === '' ? `HTTP status ${status}` : message)
}

function exchange(
  connections: Connections,
  { path, headers }: Question,
  signal?: AbortSignal,
): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const onAnswer = (answer: IncomingMessage): void => {
      const pieces: Buffer[] = []
      answer.on('data', (piece: Buffer) => pieces.push(piece))
      answer.on('end', () =>
        done(() => resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(pieces).toString('utf8') })),
      )
      answer.on('error', (error) => done(() => reject(error)))
    }
    const request = connections.get(path, { accept: 'application/json', ...headers }, onAnswer)
    const stop = (): void => void request.destroy(new Error('aborted'))
    // Counted from here, a wait for a free connection included: those before it have their own limits.
    let timer: NodeJS.Timeout | undefined
    const done = (then: () => void): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', stop)
      then()
    }
    signal?.addEventListener('abort', stop, { once: true })
    request.on('error', (error) => done(() => reject(error)))
    request.on('socket', (socket) => {
      if (!socket.connecting) return
      const late = Object.assign(new Error('no connection in time'), { code: 'CONNECT_TIMEOUT' })
      timer = setTimeout(() => request.destroy(late), CONNECT_TIMEOUT_MS)
      socket.once('encrypted' in socket ? 'secureConnect' : 'connect', () => clearTimeout(timer))
    })
    request.setTimeout(SILENCE_MS, () => {
      request.destroy(Object.assign(new Error('no answer in time'), { code: 'SILENCE' }))
    })
  })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
