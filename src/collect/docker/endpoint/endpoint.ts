// Where a container engine is asked, and who named that place.

export type Endpoint = Named & (SocketEndpoint | TcpEndpoint | SshEndpoint)

interface Named {
  /** As it was written, without a user's password. */
  readonly address: string
  /** `DOCKER_HOST`, `context desktop-linux`; null: nobody, it is where one usually is. */
  readonly namedBy: string | null
}

export interface SocketEndpoint {
  readonly kind: 'socket'
  /** Of a Unix socket, or of a named pipe on Windows. */
  readonly path: string
}

export interface TcpEndpoint {
  readonly kind: 'tcp'
  readonly host: string
  readonly port: number
  /** Empty, or a path before the API's own, without a slash at its end. */
  readonly prefix: string
  readonly tls: TlsOptions | null
}

/** As node:tls takes them. */
export interface TlsOptions {
  readonly ca?: Buffer
  readonly cert?: Buffer
  readonly key?: Buffer
  readonly rejectUnauthorized: boolean
}

export interface SshEndpoint {
  readonly kind: 'ssh'
  readonly user: string | null
  readonly host: string
  readonly port: number | null
}
