// What is said of a container engine that cannot be reached, by what really listens on sockets of this machine, or does not.
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { CannotLookError } from '../../../model/errors.ts'
import { parseHost } from '../endpoint/parse-host.ts'
import { openClient } from './engine-client.ts'
import { EngineRefusal } from './engine-refusal.ts'

let folder = ''
const servers: { server: Server; sockets: Set<Socket> }[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fairlead-engine-'))
})
afterEach(() => {
  for (const { server, sockets } of servers.splice(0)) {
    for (const socket of sockets) socket.destroy()
    server.close()
  }
})
afterAll(() => rm(folder, { recursive: true }))

const path = (): string => join(folder, 'engine.sock')
const clientAt = (address: string, namedBy: string | null = null) => openClient(parseHost(address, namedBy, null))

async function listen(onQuestion: (socket: Socket, question: string) => void): Promise<void> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {}).on('data', (data) => onQuestion(socket, String(data)))
  }).listen(path())
  servers.push({ server, sockets })
  await once(server, 'listening')
}

const answer = (socket: Socket, status: string, body: string): void =>
  void socket.write(`HTTP/1.1 ${status}\r\nContent-Length: ${body.length}\r\n\r\n${body}`)

async function failure(address: string, namedBy: string | null = null): Promise<string> {
  const error = await clientAt(address, namedBy)
    .ask('GET', '/version', { silenceMs: 200 })
    .catch((reason: unknown) => reason)
  if (!(error instanceof CannotLookError)) throw error
  return error.message.replace(address, 'ADDRESS')
}

describe('an Engine that cannot be reached', () => {
  it('there is no socket', async () => {
    expect(await failure('unix:///no/such.sock', 'DOCKER_HOST')).toBe(
      'Cannot reach the container engine at ADDRESS, which DOCKER_HOST names: there is no such socket. ' +
        'Start the Engine (systemctl start docker, or Docker Desktop). Or correct DOCKER_HOST.',
    )
  })

  it('nothing listens on its port, or on its socket', async () => {
    const words =
      'Cannot reach the container engine at ADDRESS: the connection is refused, nothing listens there: the Engine is not running. ' +
      'Start it (systemctl start docker, or Docker Desktop).'
    expect(await failure('tcp://127.0.0.1:1')).toBe(words)
    await writeFile(join(folder, 'file'), '')
    expect(await failure(`unix://${folder}/file`)).toBe(words)
  })

  it.each<[string, (socket: Socket) => void, string]>([
    [
      'it says nothing',
      () => {},
      'it took the connection and said nothing for 0.2 s. The Engine may be overloaded or stuck: docker ps should hang as well; restart it (systemctl restart docker).',
    ],
    [
      'it closes the connection',
      (socket) => socket.destroy(),
      'it closed the connection in the middle. The Engine was stopped or has crashed (journalctl -u docker says more): start it and try again.',
    ],
    [
      'it stops in the middle of its answer',
      (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"Version'),
      'it closed the connection in the middle. The Engine was stopped or has crashed (journalctl -u docker says more): start it and try again.',
    ],
    [
      'it speaks something else',
      (socket) => socket.end('220 mail.example ESMTP\r\n'),
      'what answers there is no container engine. Another program may listen there. Or it expects TLS: then set DOCKER_TLS_VERIFY=1 and DOCKER_CERT_PATH.',
    ],
  ])('%s', async (_, onQuestion, words) => {
    await listen(onQuestion)
    expect(await failure(`unix://${path()}`)).toBe(`Cannot reach the container engine at ADDRESS: ${words}`)
  })
})

it('a refusal keeps its status and its words', async () => {
  await listen((socket) => answer(socket, '409 Conflict', '{"message":"container x is paused"}'))
  const client = clientAt(`unix://${path()}`)
  const refusal = new EngineRefusal(409, 'container x is paused')
  await expect(client.ask('POST', '/containers/x/exec')).rejects.toEqual(refusal)
  await expect(client.hijack('/containers/x/attach', {})).rejects.toEqual(refusal)
})

it('a connection that the Engine has closed meanwhile is opened anew', async () => {
  let asked = 0
  await listen((socket) => {
    asked += 1
    if (asked === 2) socket.destroy()
    else answer(socket, '200 OK', String(asked))
  })
  const client = clientAt(`unix://${path()}`).withVersion('1.41')
  expect(await client.ask('GET', '/info')).toBe(1)
  expect(await client.ask('GET', '/info')).toBe(3)
})

it('a question that is aborted ends at once', async () => {
  await listen(() => {})
  const client = clientAt(`unix://${path()}`)
  const aborted = { signal: AbortSignal.timeout(50) }
  await expect(client.ask('GET', '/info', aborted)).rejects.toThrow('timeout')
  await expect(client.hijack('/exec/x/start', { signal: AbortSignal.timeout(50) })).rejects.toThrow('timeout')
  await expect(client.ask('GET', '/info', aborted)).rejects.toThrow('timeout')
})
