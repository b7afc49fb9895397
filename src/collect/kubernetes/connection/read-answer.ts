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

interface Answer {
  readonly status: number
  readonly text: string
}

function exchange(connections: Connections, question: Question, signal?: AbortSignal): Promise<Answer> {
  const { waiting, limits } = connections
  return new Promise((resolve, reject) => {
    const request = connections.get(question.path, { accept: 'application/json', ...question.headers }, (answer) => {
      readBody(answer).then(resolve, reject).finally(end)
    })
    const stop = (): void => void request.destroy(new Error('aborted'))
    let timer: NodeJS.Timeout | undefined
    const end = (): void => {
      clearTimeout(timer)
      waiting.delete(request)
      signal?.removeEventListener('abort', stop)
    }
    /** Those behind it would wait as long, one after another. */
    const giveUp = (code: 'CONNECT_TIMEOUT' | 'SILENCE', afterMs: number): void => {
      const late = Object.assign(new Error(code), { code, afterMs })
      reject(late)
      for (const other of [request, ...waiting]) other.destroy(late)
    }
    waiting.add(request)
    signal?.addEventListener('abort', stop, { once: true })
    request.on('socket', (socket) => {
      waiting.delete(request)
      if (!socket.connecting) return
      timer = setTimeout(() => giveUp('CONNECT_TIMEOUT', limits.connectMs), limits.connectMs)
      socket.once('encrypted' in socket ? 'secureConnect' : 'connect', () => clearTimeout(timer))
    })
    request.setTimeout(limits.silenceMs, () => giveUp('SILENCE', limits.silenceMs))
    request.on('error', (error: NodeJS.ErrnoException) => {
      end()
      // The server may close a connection that is kept open just when the next question is on its way.
      const isStale = request.reusedSocket && error.code === 'ECONNRESET' && signal?.aborted !== true
      if (isStale) exchange(connections, question, signal).then(resolve, reject)
      else reject(error)
    })
  })
}

async function readBody(answer: IncomingMessage): Promise<Answer> {
  const pieces: Buffer[] = []
  for await (const piece of answer) pieces.push(piece as Buffer)
  return { status: answer.statusCode ?? 0, text: Buffer.concat(pieces).toString('utf8') }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
