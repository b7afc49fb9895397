// Connections to one API server, kept open between requests, directly or through a proxy.
import { type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { TlsOptions } from '../kubeconfig/read-credentials.ts'
import { ProxyAgent } from './proxy-agent.ts'

export interface Connections {
  /** Host and port; null when connected directly. */
  readonly proxy: string | null
  /** Requests that no connection is free for yet. */
  readonly waiting: Set<ClientRequest>
  readonly limits: Limits
  get(path: string, headers: Headers, onAnswer: (answer: IncomingMessage) => void): ClientRequest
  close(): void
}

export interface Limits {
  readonly connectMs: number
  /** Nothing at all comes for so long: the server is stopped (docker pause), or the way to it is cut. */
  readonly silenceMs: number
}

/** An API server beside this machine answers the handshake in milliseconds, one across the world in a second. */
const LIMITS: Limits = { connectMs: 5_000, silenceMs: 10_000 }

type Headers = Readonly<Record<string, string | string[]>>

/** Each connection costs a TLS handshake on both sides: the same reading of a kind cluster on two cores took 77 ms over one
 *  connection, 65 ms over two to six, and 95 ms over sixteen. Six wait less for a server that is far away. */
const MAX_SOCKETS = 6

export function openConnections(server: URL, proxy: URL | null, tls: TlsOptions, limits = LIMITS): Connections {
  const options = { keepAlive: true, maxSockets: MAX_SOCKETS }
  const secure = { ...options, ...tls }
  const isTls = server.protocol === 'https:'
  const agent = !isTls ? new HttpAgent(options) : proxy ? new ProxyAgent(proxy, secure) : new HttpsAgent(secure)
  const request = isTls ? httpsRequest : httpRequest
  // A URL writes an IPv6 address in brackets.
  const host = server.hostname.replace(/^\[|\]$/g, '')
  const port = server.port === '' ? null : server.port
  return {
    waiting: new Set(),
    limits,
    proxy: isTls && proxy ? proxy.host : null,
    get: (path, headers, onAnswer) => request({ agent, host, port, path, headers: { ...headers } }, onAnswer).end(),
    close: () => agent.destroy(),
  }
}
