// One connection that a client pod can make to one address: the model's paths beside what a real client saw.

import type { Measurement, NameMeasurement, Outcome, RecordType } from './measurement.ts'
import type { Family, Protocol } from './packet.ts'
import type { Path } from './path.ts'
import type { FactId } from './snapshot.ts'

export interface Connection {
  readonly from: { readonly namespace: string; readonly node: string | null }
  /** Null for a target without a Service. `port`: the Service's own port, also where the client dials an endpoint behind it. */
  readonly service: { readonly namespace: string; readonly name: string; readonly port: number } | null
  readonly to: {
    /** As the client writes it; null for a bare address. */
    readonly name: string | null
    /** The ClusterIP, when address is an endpoint behind it. */
    readonly via: string | null
    /** Null when the name fails. */
    readonly address: string | null
    readonly port: number
    readonly protocol: Protocol
  }
  /** What cluster DNS and its upstream should answer, from the objects; null for a bare address. */
  readonly expected: ExpectedName | null
  /** What they did answer. */
  readonly asked: NameMeasurement | null
  /** Empty when the name fails. Several: multipath, several endpoints. */
  readonly paths: readonly Path[]
  /** The same flow followed on as if the first cause, the first two, … were mended: where further causes show. */
  readonly beyond: readonly Path[]
  readonly measurement: Measurement | null
  /** Model and measurement, outcome and delay; null when one of them is missing or undetermined. */
  readonly agree: boolean | null
  /** Nobody can make this connection as things are (its endpoint does not reach the Service); followed only for further causes. */
  readonly hypothetical: boolean
}

/** What getaddrinfo() in a pod gives according to resolv.conf, hosts and the cluster's objects. */
export interface ExpectedName {
  readonly name: string
  readonly outcome: 'resolved' | Outcome | 'undetermined'
  readonly addresses: readonly { readonly family: Family; readonly address: string }[]
  /** In the order a client asks them. */
  readonly questions: readonly ExpectedAnswer[]
  /** Fully qualified name that decided; null when none did. */
  readonly decidedBy: string | null
  /** Why undetermined: a Corefile plugin, an upstream that the model cannot know. */
  readonly why: string | null
}

export interface ExpectedAnswer {
  readonly query: string
  readonly type: 'A' | 'AAAA' | 'SRV'
  readonly rcode: 'NOERROR' | 'NXDOMAIN' | 'SERVFAIL' | 'REFUSED' | null
  readonly answers: readonly { readonly name: string; readonly type: RecordType; readonly data: string }[]
  /** Objects that the answer comes from. */
  readonly facts: readonly FactId[]
}
