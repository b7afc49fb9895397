// What is said of an API server that cannot be reached, by what really listens on this machine, or does not.
import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { CannotLookError } from '../../../model/errors.ts'
import { openConnections } from './open-connections.ts'
import { readAnswer } from './read-answer.ts'

const servers: { server: Server; sockets: Set<Socket> }[] = []
afterEach(() => {
  for (const { server, sockets } of servers.splice(0)) {
    for (const socket of sockets) socket.destroy()
    server.close()
  }
})

async function listen(onSocket: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    onSocket(socket)
  }).listen(0, '127.0.0.1')
  servers.push({ server, sockets })
  await once(server, 'listening')
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

async function failure(url: string, proxy: string | null = null): Promise<string> {
  const limits = { connectMs: 300, silenceMs: 300 }
  const connections = openConnections(new URL(url), proxy === null ? null : new URL(proxy), {}, limits)
  const from = { context: 'kind-t', server: 'SERVER' }
  try {
    return `answered: ${JSON.stringify(await readAnswer(connections, { path: '/version', headers: {}, from }))}`
  } catch (error) {
    if (!(error instanceof CannotLookError)) throw error
    return error.message.replace('Cannot reach the API server of context kind-t (SERVER)', 'CANNOT')
  } finally {
    connections.close()
  }
}

const elsewhere = 'kubectl get nodes should say the same; --context NAME chooses another cluster.'

describe('a server that cannot be reached', () => {
  it('nothing listens there', async () => {
    const port = await listen(() => {})
    servers[0]?.server.close()
    await once(servers[0]?.server ?? createServer(), 'close')
    expect(await failure(`https://127.0.0.1:${port}`)).toBe(
      'CANNOT: the connection is refused, nothing listens there. The cluster may be stopped (docker ps -a shows its containers), ' +
        'or made anew with another port: then have its kubeconfig written again (kind export kubeconfig).',
    )
  })

  it('its name does not resolve', async () => {
    expect(await failure('https://no-such-host.invalid:6443')).toMatch(
      new RegExp(`^CANNOT: its name does not resolve \\((ENOTFOUND|EAI_AGAIN)\\)\\. ${elsewhere}$`),
    )
  })

  it.each<[name: string, scheme: string, onSocket: (socket: Socket) => void, words: string]>([
    [
      'it closes the connection',
      'https',
      (socket) => socket.destroy(),
      'it closed the connection before it answered (EOF). It may be starting or stopping: try again in a few seconds.',
    ],
    [
      'the handshake never ends',
      'https',
      () => {},
      `no connection came about within 0.3 s. Its container may be paused (docker ps), a firewall or a VPN may stand between, or the machine may be off. ${elsewhere}`,
    ],
    [
      'it does not speak TLS',
      'https',
      (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
      'what answers there does not speak TLS. Another program may have taken the port, or the URL should begin with http://.',
    ],
    [
      'it does not speak HTTP',
      'http',
      (socket) => socket.end('220 mail.example ESMTP\r\n'),
      'what answers there does not speak HTTP. Another program may have taken the port.',
    ],
    [
      'it is a web page',
      'http',
      (socket) => socket.end('HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n<html>'),
      'what answers there is no API server: its answer is not JSON. Another program may have taken the port, or a login page stands before it.',
    ],
  ])('%s', async (_, scheme, onSocket, words) => {
    const port = await listen((socket) => socket.once('data', () => onSocket(socket)))
    expect(await failure(`${scheme}://127.0.0.1:${port}`)).toBe(`CANNOT: ${words}`)
  })
})

describe('a proxy that cannot be used', () => {
  it('is named with its answer, without the password that it was given', async () => {
    const port = await listen((socket) =>
      socket.once('data', (asked) => {
        const expected = 'CONNECT api.example:6443 HTTP/1.1\r\n'
        const authorization = `proxy-authorization: Basic ${Buffer.from('me:s3cret').toString('base64')}`
        const isRight = String(asked).startsWith(expected) && String(asked).includes(authorization)
        socket.end(isRight ? 'HTTP/1.1 403 Not For You\r\n\r\n' : 'HTTP/1.1 500 Wrong\r\n\r\n')
      }),
    )
    expect(await failure('https://api.example:6443', `http://me:s3cret@127.0.0.1:${port}`)).toBe(
      `CANNOT through the proxy 127.0.0.1:${port}: the proxy failed: it answered 403 Not For You. Correct proxy-url or HTTPS_PROXY.`,
    )
  })

  it('is named when nothing listens there', async () => {
    expect(await failure('https://api.example:6443', 'http://127.0.0.1:1')).toBe(
      'CANNOT through the proxy 127.0.0.1:1: the proxy failed: ECONNREFUSED. Correct proxy-url or HTTPS_PROXY.',
    )
  })
})

it('a connection that the server has closed meanwhile is opened anew', async () => {
  let served = 0
  const port = await listen((socket) => {
    socket.once('data', () => {
      served += 1
      socket.write(`HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n${served}00`)
      // The second question on this connection finds it closed.
      socket.once('data', () => socket.resetAndDestroy())
    })
  })
  const url = new URL(`http://127.0.0.1:${port}`)
  const connections = openConnections(url, null, {})
  const question = { path: '/', headers: {}, from: { context: 'kind-t', server: 'SERVER' } }
  expect(await readAnswer(connections, question)).toBe(100)
  expect(await readAnswer(connections, question)).toBe(200)
  connections.close()
})
