// What a real client saw: connections made and names asked from inside a pod's own namespace.
import type { Protocol } from './packet.ts'

/** `connected`; an errno name; `timeout`; `reset`; `stalled` (connected, then nothing of size comes through);
 *  `no-reply` (UDP: nothing came back, not even an error); an `EAI_` name. */
export type Outcome =
  | 'connected'
  | 'timeout'
  | 'reset'
  | 'stalled'
  | 'no-reply'
  | 'ECONNREFUSED'
  | 'EHOSTUNREACH'
  | 'ENETUNREACH'
  | 'ENOPROTOOPT'
  | 'EINVAL'
  | 'EACCES'
  | 'EADDRNOTAVAIL'
  | 'EAFNOSUPPORT'
  | 'EPERM'
  | 'ENETDOWN'
  | 'EMSGSIZE'
  | 'EPROTO'
  | 'ECONNRESET'
  | 'EAI_NONAME'
  | 'EAI_NODATA'
  | 'EAI_AGAIN'
  | 'EAI_FAIL'
  | `E${string}`

export interface Attempt {
  readonly outcome: Outcome
  /** From connect() (or sendto()) until the outcome. */
  readonly delayMs: number
}

export interface Target {
  readonly address: string
  readonly port: number
  readonly protocol: Protocol
}

/** Connections from one namespace to one address. The last attempt is what the client is told. */
export interface Measurement {
  /** Name of the namespace that the client stood in. */
  readonly from: string
  readonly to: Target
  readonly status: 'run' | 'not-run'
  /** Why it was not run. */
  readonly why: string | null
  readonly outcome: Outcome | null
  readonly delayMs: number | null
  readonly attempts: readonly Attempt[]
  /** Source ports used, one an attempt. */
  readonly sourcePorts: readonly number[]
}

export type RecordType = 'A' | 'AAAA' | 'CNAME' | 'SRV' | 'SOA'

export interface DnsRecord {
  readonly name: string
  readonly type: RecordType
  readonly data: string
  readonly ttlSeconds: number
}

/** One DNS message sent and what came back. */
export interface NameQuery {
  /** Fully qualified, with the final dot. */
  readonly query: string
  readonly type: 'A' | 'AAAA' | 'SRV'
  readonly server: string
  /** `NOERROR`, `NXDOMAIN`, `SERVFAIL`, …; null when no answer came. */
  readonly rcode: string | null
  /** Errno name or `timeout` when no answer came. */
  readonly error: Outcome | null
  readonly answers: readonly DnsRecord[]
  /** The SOA of a negative answer. */
  readonly authority: readonly DnsRecord[]
  readonly delayMs: number
}

/** One name asked as a client in that namespace would: through its own resolv.conf, hosts file and C library. */
export interface NameMeasurement {
  readonly from: string
  /** As the client writes it: `db`, `db.shop`, `host.docker.internal`. */
  readonly name: string
  /** getaddrinfo(): addresses in its order, or its `EAI_` name. */
  readonly outcome: 'resolved' | Outcome
  readonly addresses: readonly string[]
  readonly delayMs: number
  /** The DNS messages by hand along the search list, A and AAAA, to every server, until a name answers. */
  readonly queries: readonly NameQuery[]
  /** Those for A asked again after `afterMs`: a TTL that went down came from a cache. And the same names for SRV, which no client asks
   *  for: that answer is made anew. */
  readonly again: readonly (NameQuery & { readonly afterMs: number })[]
}
