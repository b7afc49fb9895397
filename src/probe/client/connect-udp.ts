// One UDP exchange from a given source port: any answer counts, and so do the ICMP errors that a connected socket is told of.
import { createSocket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import type { Outcome, Target } from '../../model/measurement.ts'
import type { RunningAttempt } from './attempt.ts'
import { errnoName } from './errno-name.ts'

export function connectUdp(target: Target, sourcePort: number): RunningAttempt {
  const startedAt = performance.now()
  const socket = createSocket({ type: isIPv6(target.address) ? 'udp6' : 'udp4', ipv6Only: isIPv6(target.address) })
  let closed = false
  const close = (): void => {
    if (!closed) socket.close()
    closed = true
  }
  const outcome = new Promise<Outcome | null>((resolve) => {
    socket.once('message', () => resolve('connected'))
    socket.on('error', (error) => resolve(errnoName(error)))
    socket.once('close', () => resolve(null))
    socket.once('connect', () => {
      socket.send(datagram(target), (error) => {
        if (error !== null) resolve(errnoName(error))
      })
    })
    socket.bind(sourcePort, () => socket.connect(target.port, target.address))
  })
  return { startedAt, outcome: outcome.finally(close), giveUp: close }
}

function datagram(target: Target): Uint8Array {
  return target.port === 53 ? DNS_QUESTION : new TextEncoder().encode('fairlead\n')
}

/** DNS servers answer nothing but DNS: the address of fairlead.invalid, which never exists (RFC 6761); any answer will do. */
const DNS_QUESTION = Buffer.from(
  '\x00\x01\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x08fairlead\x07invalid\x00\x00\x01\x00\x01',
  'latin1',
)
