// Connections to one API server, kept open between requests, directly or through a proxy.
import { type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { TlsOptions } from '../kubeconfig/read-credentials.ts'
import { ProxyAgent } from './proxy-agent.ts'

export interface Connections {
  /** Host and port; null when connected directly. */
  readonly proxy: string | null
  get(path: string, headers: Headers, onAnswer: (answer: IncomingMessage) => void): ClientRequest
  close(): void
}
type Headers = Readonly<Record<string, string | string[]>>

/** As many as the resources that are listed side by side. */
const MAX_SOCKETS = 16

export function openConnections(server: URL, proxy: URL | null, tls: TlsOptions): Connections {
  const options = { keepAlive: true, maxSockets: MAX_SOCKETS }
  const secure = { ...options, ...tls }
  const isTls = server.protocol === 'https:'
  const agent = !isTls ? new HttpAgent(options) : proxy ? new ProxyAgent(proxy, secure) : new HttpsAgent(secure)
  const request = isTls ? httpsRequest : httpRequest
  // A URL writes an IPv6 address in brackets.
  const host = server.hostname.replace(/^\[|\]$/g, '')
  const port = server.port === '' ? null : server.port
  return {
    proxy: isTls && proxy ? proxy.host : null,
    get: (path, headers, onAnswer) => request({ agent, host, port, path, headers: { ...headers } }, onAnswer).end(),
    close: () => agent.destroy(),
  }
}
