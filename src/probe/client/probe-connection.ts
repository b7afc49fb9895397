// Reaches for one target until it is certain: an errno or a connection tells at once, silence only after three tries.
import { setTimeout } from 'node:timers/promises'
import type { Outcome } from '../../model/measurement.ts'
import type { ConnectionTarget, ProbedConnection } from '../probe-protocol.ts'
import { elapsedMs, type FinishedAttempt } from './attempt.ts'
import { connectTcp } from './connect-tcp.ts'
import { connectUdp } from './connect-udp.ts'
import type { SourcePorts } from './source-ports.ts'
import { summarizeAttempts } from './summarize-attempts.ts'

/** The kernel allows a host six ICMP errors at once and one a second after that (icmp_ratelimit): one silence proves nothing. */
const TRIES = 3
const BETWEEN_TRIES_MS = 1_000
/** Another port when one is taken, or was used so lately that its last connection still lingers. */
const PORTS_A_TRY = 4

/** All tries end `timeoutMs` after the first began, and never before the last had a second of its own. */
export async function probeConnection(
  target: ConnectionTarget,
  timeoutMs: number,
  ports: SourcePorts,
): Promise<ProbedConnection> {
  const finished: FinishedAttempt[] = []
  const certain = new AbortController()
  const end = performance.now() + Math.max(timeoutMs, TRIES * BETWEEN_TRIES_MS)
  const tries: Promise<void>[] = []
  for (let number = 0; number < TRIES && !certain.signal.aborted; number += 1) {
    tries.push(attempt(number === 0 ? target.fromPort : null))
    await pause(BETWEEN_TRIES_MS, certain.signal)
  }
  await Promise.all(tries)
  return summarizeAttempts(finished, certain.signal.aborted)

  async function attempt(fromPort: number | null): Promise<void> {
    for (let port = 1; ; port += 1) {
      const sourcePort = fromPort !== null && port === 1 ? fromPort : ports.next()
      const one = target.protocol === 'tcp' ? connectTcp(target, sourcePort) : connectUdp(target, sourcePort)
      // A plain timer: AbortSignal.any() of a time-out may be collected as garbage before it fires (nodejs/node#54614).
      const patience = globalThis.setTimeout(() => one.giveUp(), Math.max(0, Math.ceil(end - performance.now())))
      certain.signal.addEventListener('abort', () => one.giveUp(), { once: true })
      const outcome = await one.outcome
      clearTimeout(patience)
      const delayMs = elapsedMs(one.startedAt)
      if (certain.signal.aborted) return
      if (isPortTaken(outcome) && port < PORTS_A_TRY) continue
      const silence: Outcome = target.protocol === 'tcp' ? 'timeout' : 'no-reply'
      finished.push({ outcome: outcome ?? silence, delayMs, sourcePort, startedAt: one.startedAt })
      if (outcome !== null) certain.abort()
      return
    }
  }
}

function isPortTaken(outcome: Outcome | null): boolean {
  return outcome === 'EADDRINUSE' || outcome === 'EADDRNOTAVAIL'
}

/** Ends early, without an error, when the signal says so. */
async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await setTimeout(milliseconds, undefined, { signal }).catch(() => {})
}
