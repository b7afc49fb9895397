// Runs commands inside a container through the Engine; nothing of them goes on running when they are aborted or we are killed.
import type { Duplex } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import { setTimeout as sleep } from 'node:timers/promises'
import type { CommandResult } from '../../../enter/run-command.ts'
import type { ElsewhereOptions, RunElsewhere } from '../../../enter/run-elsewhere.ts'
import { CannotLookError } from '../../../model/errors.ts'
import { isObject, isSet, numberOf, objectOf, textOf } from '../../../parse/json-value.ts'
import { cannotReach } from '../connection/cannot-reach.ts'
import type { EngineClient } from '../connection/engine-client.ts'
import { EngineRefusal } from '../connection/engine-refusal.ts'
import type { RunInOptions } from '../engine.ts'
import { cannotRun, endedEarly, notAsked } from './cannot-run.ts'
import { demultiplex } from './demultiplex.ts'
import { BEGAN, INPUT_END, MISSING, NO_SESSION, WATCHED_SCRIPT } from './watched-script.ts'

/** What was begun has ended so long after its connection is closed, unless the container is paused. */
const ENDING_MS = 3_000
/** So long after its processes are killed the Engine knows that a container is stopped, on a busy machine. */
const STOPPING_MS = 1_000

export function runInContainer(
  client: EngineClient,
  container: string,
  { privileged = false }: RunInOptions,
): RunElsewhere {
  return async (argv, options = {}) => {
    const { input = '', signal } = options
    if (input.includes('\0')) throw new TypeError('a shell cannot hand on input that holds a null character')
    const given = input === '' ? '' : `${input}${INPUT_END}`
    const size = String(Buffer.byteLength(given))
    const exec = await createExec(client, container, { argv: [size, ...argv], privileged, signal })
    const hijacked = await startExec(client, exec, signal).catch((error: unknown) => {
      signal?.throwIfAborted()
      throw notAsked(error, container)
    })
    const { connection } = hijacked
    let timer: NodeJS.Timeout | undefined
    const stop = (): void => {
      connection.end()
      timer = setTimeout(() => connection.destroy(), ENDING_MS)
    }
    signal?.addEventListener('abort', stop, { once: true })
    try {
      if (signal?.aborted === true) stop()
      else connection.write(given)
      const read = await readStreams(hijacked, options.onOutput)
      signal?.throwIfAborted()
      return await resultOf(read, await statusOf(client, exec, container), argv[0] ?? '', client, container)
    } finally {
      signal?.removeEventListener('abort', stop)
      clearTimeout(timer)
      connection.destroy()
    }
  }
}

/** Once the Engine is told to start, only its connection can end what it starts: also when aborted, that is waited for. */
async function startExec(
  client: EngineClient,
  exec: string,
  signal: AbortSignal | undefined,
): ReturnType<EngineClient['hijack']> {
  signal?.throwIfAborted()
  const patience = new AbortController()
  const stop = (): void => void setTimeout(() => patience.abort(signal?.reason), ENDING_MS).unref()
  signal?.addEventListener('abort', stop, { once: true })
  const options = { body: { Detach: false, Tty: false }, signal: patience.signal }
  return client.hijack(`/exec/${exec}/start`, options).finally(() => signal?.removeEventListener('abort', stop))
}

async function createExec(
  client: EngineClient,
  container: string,
  { argv, privileged, signal }: { argv: readonly string[]; privileged: boolean; signal: AbortSignal | undefined },
): Promise<string> {
  const body = {
    ...{ AttachStdin: true, AttachStdout: true, AttachStderr: true, Tty: false, User: '0', Privileged: privileged },
    Cmd: ['sh', '-c', WATCHED_SCRIPT, 'fairlead', ...argv],
  }
  const path = `/containers/${encodeURIComponent(container)}/exec`
  const created = await client.ask('POST', path, { body, signal }).catch((error: unknown) => {
    throw notAsked(error, container)
  })
  const id = isObject(created) ? textOf(created, 'Id') : null
  if (id === null) throw endedEarly(container, 'the Engine named no command')
  return id
}

interface ReadStreams {
  readonly output: string
  readonly error: string
  /** What the script said before the command's own output, or null. */
  readonly opening: string | null
}

function readStreams(
  { connection, head }: { connection: Duplex; head: Buffer },
  onOutput: ElsewhereOptions['onOutput'],
): Promise<ReadStreams> {
  return new Promise((resolve, reject) => {
    const decoders = { output: new StringDecoder('utf8'), error: new StringDecoder('utf8') }
    const texts = { output: [] as string[], error: [] as string[] }
    let opening: string | null = null
    let first = ''
    const takeText = (stream: 'output' | 'error', text: string): void => {
      if (text === '') return
      texts[stream].push(text)
      if (stream === 'output') onOutput?.(text)
    }
    const take = demultiplex(({ stream, bytes }) => {
      const text = decoders[stream].write(bytes)
      if (stream === 'error' || opening !== null) return takeText(stream, text)
      first += text
      const end = first.indexOf('\n')
      if (end === -1) return
      opening = first.slice(0, end)
      takeText('output', first.slice(end + 1))
    })
    const settle = (): void => {
      takeText('output', decoders.output.end())
      const output = opening === null ? first : texts.output.join('')
      resolve({ output, error: texts.error.join('').trim(), opening })
    }
    const takeOrFail = (piece: Buffer): void => {
      try {
        take(piece)
      } catch (error) {
        connection.destroy()
        reject(error)
      }
    }
    takeOrFail(head)
    // Why it broke off is told by the question for the exit status, which is asked of the Engine next.
    connection.on('data', takeOrFail).on('error', settle).on('close', settle)
    connection.on('end', settle)
  })
}

/** The Engine closes the connection a moment before it knows the status. */
async function statusOf(client: EngineClient, exec: string, container: string): Promise<number> {
  const until = Date.now() + ENDING_MS
  for (let pauseMs = 2; ; pauseMs *= 2) {
    const state = await client.ask('GET', `/exec/${exec}/json`).catch((error: unknown) => {
      // The Engine that had begun it is gone, whatever is in its place by now.
      throw error instanceof EngineRefusal
        ? notAsked(error, container)
        : cannotReach({ code: 'ECONNRESET' }, client.endpoint)
    })
    const status = isObject(state) && state.Running === false ? numberOf(state, 'ExitCode') : null
    if (status !== null) return status
    if (Date.now() > until) throw endedEarly(container, 'its output ended before the command did')
    await sleep(pauseMs)
  }
}

async function resultOf(
  { output, error, opening }: ReadStreams,
  status: number,
  command: string,
  client: EngineClient,
  container: string,
): Promise<CommandResult> {
  switch (opening) {
    case BEGAN:
      if (status === 137) await throwIfStopped(client, container)
      return { status, output, error }
    case MISSING:
      throw new CannotLookError(`Cannot run ${command} in container ${container}: it is not there.`)
    case NO_SESSION:
      throw endedEarly(
        container,
        'its runtime gives commands no session of their own, by which they could be ended again',
      )
    default:
      if (status === 137) await throwIfStopped(client, container)
      throw cannotRun(container, `${opening ?? ''}${output}`.trim() || error || `exit status ${status}`)
  }
}

/** 137 is SIGKILL, which everything in a container gets when that is stopped. The Engine learns of a command's end before it learns
 *  of the container's. */
async function throwIfStopped(client: EngineClient, container: string): Promise<void> {
  const until = Date.now() + STOPPING_MS
  while (Date.now() < until) {
    const path = `/containers/${encodeURIComponent(container)}/json`
    const state = await client.ask('GET', path).catch((error: unknown) => {
      throw notAsked(error, container)
    })
    if (!isObject(state) || !isSet(objectOf(state, 'State'), 'Running')) {
      throw endedEarly(container, 'the container was stopped meanwhile')
    }
    await sleep(50)
  }
}
