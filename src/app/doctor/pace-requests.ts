// Spreads connections that will be told of their end by ICMP errors, so that the kernel's allowance of such errors lasts for all.

import type { Measurement, Target } from '../../model/measurement.ts'
import type { Path } from '../../model/path.ts'

/** A connection to try, and what the model says becomes of it. */
export interface Forecast {
  readonly from: string
  readonly to: Target
  readonly paths: readonly Path[]
}

export interface PacedRequest {
  readonly from: string
  readonly to: Target
  readonly afterMs: number
}

export interface Pace {
  readonly requests: readonly PacedRequest[]
  /** Not to be tried: their turn would come too late. */
  readonly left: readonly { readonly from: string; readonly to: Target }[]
}

interface Allowance {
  readonly atOnce: number
  readonly eachMs: number
}

/** Tokens an address: 6 at once and one a second after that (inet_peer_xrlim_allow(), icmp_ratelimit 1000). A routing error costs two:
 *  ip_error() takes one of its own, of at most 5. Other traffic draws on the same tokens, so one less is counted on. */
const routingError: Allowance = { atOnce: 2, eachMs: 2_200 }
const otherError: Allowance = { atOnce: 4, eachMs: 1_200 }
/** A quiet time after which a kernel has error messages to send again. */
const quietMs = 3_000
/** A datagram's client is not told of most errors, so it sends three, and each draws on the allowance. */
const datagrams = 3
/** A confirmed answer is due within 20 s; the last try has to end by then. */
const latestStartMs = 12_000

export function paceRequests(forecasts: readonly Forecast[]): Pace {
  return new Pacer().pace(forecasts)
}

/** Remembers what earlier requests drew on the allowance. */
export class Pacer {
  readonly #used = new Map<string, number>()
  #startedAt: number | null = null

  pace(forecasts: readonly Forecast[]): Pace {
    const now = performance.now()
    this.#startedAt ??= now
    const elapsedMs = now - this.#startedAt
    const requests: PacedRequest[] = []
    const left: { from: string; to: Target }[] = []
    for (const { from, to, paths } of forecasts) {
      const afterMs = Math.ceil(Math.max(0, this.#dueMs(from, to, paths) - elapsedMs))
      if (afterMs > latestStartMs) left.push({ from, to })
      else requests.push({ from, to, afterMs })
    }
    return { requests, left }
  }

  /** Since the first request. */
  #dueMs(from: string, to: Target, paths: readonly Path[]): number {
    const error = errorOf(from, paths)
    if (!error) return 0
    const before = this.#used.get(error.key) ?? 0
    this.#used.set(error.key, before + (to.protocol === 'udp' ? datagrams : 1))
    return Math.max(0, before - error.allowance.atOnce + 1) * error.allowance.eachMs
  }
}

/** One after another, each after a time in which the allowance it needs has come back: for what was left unsaid before. */
export function paceApart(forecasts: readonly Forecast[]): Pace {
  const before = new Map<string, number>()
  const requests: PacedRequest[] = []
  const left: { from: string; to: Target }[] = []
  for (const { from, to, paths } of forecasts) {
    const error = errorOf(from, paths)
    const place = before.get(error?.key ?? '') ?? 0
    before.set(error?.key ?? '', place + 1)
    const afterMs = quietMs + place * (error?.allowance.eachMs ?? 0)
    if (afterMs > latestStartMs) left.push({ from, to })
    else requests.push({ from, to, afterMs })
  }
  return { requests, left }
}

/** Whether silence may mean no more than that the kernel had no error message left to send. */
export function mayBeUnsaid({ from, paths }: Forecast, measurement: Measurement): boolean {
  return measurement.status === 'run' && measurement.outcome === 'timeout' && errorOf(from, paths) !== null
}

/** The kernel counts by the address that the error goes to, in the namespace that sends it. Loopback is not counted. */
function errorOf(from: string, paths: readonly Path[]): { readonly key: string; readonly allowance: Allowance } | null {
  for (const { verdict, arrived } of paths) {
    const allowance = allowanceOf(verdict)
    if (allowance && verdict.at.namespace !== from)
      return { key: `${verdict.at.namespace} ${arrived.source}`, allowance }
  }
  return null
}

function allowanceOf({ reason }: Path['verdict']): Allowance | null {
  switch (reason.kind) {
    case 'no-route':
      return routingError
    case 'route-blocks':
    case 'policy-rule-blocks':
      return reason.type === 'blackhole' ? null : routingError
    case 'rule-rejects':
      return reason.with === 'tcp-reset' ? null : otherError
    case 'neighbour-unanswered':
    case 'ttl-exceeded':
      return otherError
    default:
      return null
  }
}
