// Connections to an Engine on another machine, each through an ssh command, as the docker command makes them.
import { type ChildProcess, spawn } from 'node:child_process'
import { Agent, type AgentOptions } from 'node:http'
import { Duplex } from 'node:stream'
import type { SshEndpoint } from '../endpoint/endpoint.ts'

export class SshAgent extends Agent {
  readonly #endpoint: SshEndpoint

  constructor(endpoint: SshEndpoint, options: AgentOptions) {
    super(options)
    this.#endpoint = endpoint
  }

  override createConnection(): Duplex {
    return dialThroughSsh(this.#endpoint)
  }
}

/** Never asks for a password: nobody may be there to give it. */
export function sshArgv({ user, host, port }: SshEndpoint): string[] {
  const as = user === null ? [] : ['-l', user]
  const at = port === null ? [] : ['-p', String(port)]
  return ['-o', 'BatchMode=yes', '-o', 'ConnectTimeout=5', ...as, ...at, '--', host, 'docker', 'system', 'dial-stdio']
}

/** What ssh says when it fails becomes the connection's error: its output ends before it has ended, so the end waits for that. */
function dialThroughSsh(endpoint: SshEndpoint): Duplex {
  // A session of its own: Ctrl-C is for us to handle, and ends it by closing the connection.
  const child = spawn('ssh', sshArgv(endpoint), { stdio: ['pipe', 'pipe', 'pipe'], detached: true })
  const connection = new Duplex({
    read: () => void child.stdout.resume(),
    // Its exit status says more than that it has stopped reading.
    write: (chunk, _, done) => void child.stdin.write(chunk, () => done()),
    final: (done) => void child.stdin.end(() => done()),
    destroy: (error, done) => {
      child.kill()
      done(error)
    },
  })
  child.stdout.on('data', (piece: Buffer) => {
    if (!connection.push(piece)) child.stdout.pause()
  })
  child.stdin.on('error', () => {})
  let words = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    words += text
  })
  const fail = (code: string, message: string): void => {
    connection.destroy(Object.assign(new Error(message), { code }))
  }
  child.on('error', (error: NodeJS.ErrnoException) =>
    fail(error.code === 'ENOENT' ? 'SSH_MISSING' : 'SSH', error.message),
  )
  child.on('close', (status) => {
    if (status === 0) connection.push(null)
    else fail('SSH', words.trim().replace(/\.$/, '') || `exit status ${status}`)
  })
  return Object.assign(connection, socketMethods(child))
}

/** What node:http asks of a socket, and a pipe to a process has not. */
function socketMethods(child: ChildProcess): object {
  const parts = [child, child.stdin, child.stdout, child.stderr] as readonly { ref?(): void; unref?(): void }[]
  return {
    setKeepAlive: () => {},
    setNoDelay: () => {},
    setTimeout: () => {},
    ref: () => {
      for (const part of parts) part.ref?.()
    },
    unref: () => {
      for (const part of parts) part.unref?.()
    },
  }
}
