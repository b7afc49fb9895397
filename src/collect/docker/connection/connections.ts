// Connections to one container engine, kept open between requests: by socket, by TCP with or without TLS, or through ssh.
import { type ClientRequest, Agent as HttpAgent, request as httpRequest, type RequestOptions } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { Endpoint } from '../endpoint/endpoint.ts'
import { SshAgent } from './ssh-agent.ts'

/** Begins a request whose body and answer are the caller's affair. `path` begins with a slash. */
export type BeginRequest = (options: EngineRequestOptions) => ClientRequest

export interface EngineRequestOptions {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string | number>>
  /** The connection becomes something else afterwards: it must not be shared. */
  readonly isOwn?: boolean
}

/** The Engine inspects containers one after another for each connection. */
const MAX_SOCKETS = 8

export function openConnections(endpoint: Endpoint): BeginRequest {
  const pool = { keepAlive: true, maxSockets: MAX_SOCKETS }
  const plain = (agent: HttpAgent, ownAgent: () => HttpAgent, fixed: RequestOptions): BeginRequest => {
    return ({ isOwn = false, ...options }) =>
      httpRequest({ ...fixed, ...options, headers: { ...options.headers }, agent: isOwn ? ownAgent() : agent })
  }
  // No host name goes out over a socket; the Engine wants some name there all the same.
  const socketHeaders = { host: 'localhost' }
  switch (endpoint.kind) {
    case 'socket':
      return plain(new HttpAgent(pool), () => new HttpAgent(), { socketPath: endpoint.path, ...socketHeaders })
    case 'ssh':
      return plain(new SshAgent(endpoint, pool), () => new SshAgent(endpoint, {}), socketHeaders)
    case 'tcp': {
      const { host, port, prefix, tls } = endpoint
      const agent = new HttpAgent(pool)
      if (tls === null) {
        const begin = plain(agent, () => new HttpAgent(), { host, port })
        return (options) => begin({ ...options, path: `${prefix}${options.path}` })
      }
      const secureAgent = new HttpsAgent({ ...pool, ...tls })
      return ({ isOwn = false, ...options }) =>
        httpsRequest({
          ...{ host, port, ...tls, ...options },
          path: `${prefix}${options.path}`,
          headers: { ...options.headers },
          agent: isOwn ? new HttpsAgent({ ...tls }) : secureAgent,
        })
    }
    default:
      return endpoint satisfies never
  }
}
