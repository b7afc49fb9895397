// What netfilter is given with a packet, and what it answers.
import type { Family } from '../../model/packet.ts'
import type { PacketState } from '../packet-state.ts'
import type { Recorder } from '../recorder.ts'
import type { ConnectionTable, Tracking } from './connection-table.ts'
import type { Stop } from './targets/compiled-target.ts'

export type { Tracking } from './connection-table.ts'

/** One packet at one hook of one namespace. `packet` and `tracking` change as rules act. */
export interface Passage {
  readonly namespace: string
  readonly packet: PacketState
  readonly incomingLink: string | null
  readonly outgoingLink: string | null
  readonly bridged: { readonly physicalIn: string | null; readonly physicalOut: string | null } | null
  readonly fromLocalProcess: boolean
  tracking: Tracking | null
  /** Connection tracking zone that a rule chose before tracking (`ct zone set`, -j CT --zone). */
  zone: number
  readonly connections: ConnectionTable
  readonly environment: Environment
  readonly recorder: Recorder
}

export type AddressType =
  | 'local'
  | 'unicast'
  | 'broadcast'
  | 'multicast'
  | 'anycast'
  | 'unreachable'
  | 'blackhole'
  | 'prohibit'
  | 'unspec'

/** What rules ask of the namespace around them. */
export interface Environment {
  addressType(address: string, family: Family, link: string | null): AddressType
  masqueradeAddress(link: string, family: Family, destination: string): string | null
  /** First address of a link: where REDIRECT sends what came in by it. */
  linkAddress(link: string, family: Family): string | null
  linkKind(link: string): string | null
  /** The link by which this namespace would send to an address. */
  wayBackLink(address: string): string | null
}

export type HookResult = { readonly kind: 'passed' } | Stop
