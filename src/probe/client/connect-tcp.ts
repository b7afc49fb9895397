// One TCP connection from a given source port: connected, or the errno that connect() gives.
import { connect } from 'node:net'
import type { Outcome, Target } from '../../model/measurement.ts'
import type { RunningAttempt } from './attempt.ts'
import { errnoName } from './errno-name.ts'

/** Closes with FIN as soon as it is connected: nothing is said to the server. */
export function connectTcp(target: Target, sourcePort: number): RunningAttempt {
  const startedAt = performance.now()
  const socket = connect({ host: target.address, port: target.port, localPort: sourcePort })
  const outcome = new Promise<Outcome | null>((resolve) => {
    socket.once('connect', () => {
      resolve('connected')
      socket.end()
      // What the server says is taken in: closing with unread data would send a reset.
      socket.resume()
      setTimeout(() => socket.destroy(), LINGER_MS).unref()
    })
    // The kernel's own patience may end before ours, where tcp_syn_retries is low: silence all the same.
    socket.on('error', (error) => resolve(errnoName(error) === 'ETIMEDOUT' ? null : errnoName(error)))
    socket.once('close', () => resolve(null))
  })
  return { startedAt, outcome, giveUp: () => socket.destroy() }
}

/** How long a server may take to close its side too. */
const LINGER_MS = 200
