// Spreads connections that will be told of their end by ICMP errors, so that the kernel's allowance of such errors lasts for all.

import type { Target } from '../../model/measurement.ts'
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
/** A datagram's client is not told of most errors, so it sends three, and each draws on the allowance. */
const datagrams = 3
/** A confirmed answer is due within 20 s; the last try has to end by then. */
const latestStartMs = 12_000

export function paceRequests(forecasts: readonly Forecast[]): Pace {
  const used = new Map<string, number>()
  const requests: PacedRequest[] = []
  const left: { from: string; to: Target }[] = []
  for (const { from, to, paths } of forecasts) {
    const error = errorOf(from, paths)
    const before = error === null ? 0 : (used.get(error.key) ?? 0)
    if (error) used.set(error.key, before + (to.protocol === 'udp' ? datagrams : 1))
    const afterMs = error === null ? 0 : Math.max(0, before - error.allowance.atOnce + 1) * error.allowance.eachMs
    if (afterMs > latestStartMs) left.push({ from, to })
    else requests.push({ from, to, afterMs })
  }
  return { requests, left }
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
