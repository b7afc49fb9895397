// TLS connections through an HTTP proxy's CONNECT.
import { request as httpRequest } from 'node:http'
import { type AgentOptions, Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { Duplex } from 'node:stream'
import { type ConnectionOptions, connect } from 'node:tls'

type Done = (error: Error | null, stream: Duplex) => void

export class ProxyAgent extends HttpsAgent {
  readonly #proxy: URL

  constructor(proxy: URL, options: AgentOptions) {
    super(options)
    this.#proxy = proxy
  }

  /** Called by http.Agent; the socket is handed over when it is there. */
  override createConnection(options: ConnectionOptions, done: Done): undefined {
    const { protocol, hostname, port, username, password } = this.#proxy
    const target = `${options.host?.includes(':') === true ? `[${options.host}]` : options.host}:${options.port ?? 443}`
    const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
    const request = (protocol === 'https:' ? httpsRequest : httpRequest)({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: port === '' ? null : port,
      method: 'CONNECT',
      path: target,
      headers: {
        host: target,
        ...(username === '' ? {} : { 'proxy-authorization': `Basic ${Buffer.from(pair).toString('base64')}` }),
      },
      agent: false,
    })
    request.setTimeout(PROXY_TIMEOUT_MS, () => request.destroy(new Error('it did not answer')))
    // The stream beside an error is never looked at.
    const fail = (words: string): void => done(new ProxyError(words), new Duplex())
    // Given for every status: what comes after it is no longer HTTP to node:http.
    request.once('connect', (answer, socket) => {
      request.setTimeout(0)
      if (answer.statusCode === 200) return done(null, connect({ ...options, socket }))
      socket.destroy()
      fail(`it answered ${answer.statusCode} ${answer.statusMessage ?? ''}`.trim())
    })
    request.once('error', (error: NodeJS.ErrnoException) => fail(error.code ?? error.message))
    request.end()
    return undefined
  }
}

/** The proxy itself could not be reached, or would not connect. */
export class ProxyError extends Error {
  override readonly name = 'ProxyError'
}

const PROXY_TIMEOUT_MS = 5_000
