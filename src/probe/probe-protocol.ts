// What passes between Fairlead and its probe inside a client's namespace: one JSON request in, one JSON line out for each result.
import type { Measurement, NameMeasurement, NameQuery, Target } from '../model/measurement.ts'

export type ProbeRequest = ConnectionsRequest | NamesRequest | AgainRequest

export interface ConnectionsRequest {
  readonly kind: 'connections'
  readonly targets: readonly ConnectionTarget[]
  readonly timeoutMs: number
}

export interface NamesRequest {
  readonly kind: 'names'
  readonly names: readonly string[]
  /** The client's files, whole. */
  readonly resolvConf: string
  readonly hosts: string
  readonly timeoutMs: number
}

export interface AgainRequest {
  readonly kind: 'again'
  readonly questions: readonly Question[]
}

export interface ConnectionTarget extends Target {
  /** Source port of the first attempt; null: the probe chooses. */
  readonly fromPort: number | null
  /** How long to wait before the first attempt. */
  readonly afterMs: number
}

export interface Question {
  readonly query: string
  readonly type: NameQuery['type']
  readonly server: string
}

/** `index` is the target's, name's or question's place in the request. */
export type ProbeResult =
  | { readonly kind: 'connection'; readonly index: number; readonly measurement: ProbedConnection }
  | { readonly kind: 'name'; readonly index: number; readonly measurement: ProbedName }
  | { readonly kind: 'again'; readonly index: number; readonly query: NameQuery }

export type ProbedConnection = Pick<Measurement, 'outcome' | 'delayMs' | 'attempts' | 'sourcePorts'>
export type ProbedName = Pick<NameMeasurement, 'outcome' | 'addresses' | 'delayMs' | 'queries'>
