// Where a packet stands between two steps of its way, and what a step hands to the next.

import type { Link, NextHop } from '../../model/namespace.ts'
import type { Hook } from '../../model/ruleset.ts'
import type { FactId } from '../../model/snapshot.ts'
import type { NamespaceModel } from '../compile.ts'
import type { Ending } from '../ending.ts'
import type { Journey } from '../journey.ts'
import type { Tracking } from '../netfilter/passage.ts'
import type { PacketState } from '../packet-state.ts'

export type Place =
  /** Made by a process (or the kernel) of this namespace, not yet routed. `tracking` is inherited by error messages. */
  | { readonly kind: 'output'; readonly namespace: NamespaceModel; readonly tracking: Tracking | null }
  /** A frame that came out of a link. */
  | { readonly kind: 'arrive'; readonly namespace: NamespaceModel; readonly link: Link }
  /** Up to the network layer of this namespace. */
  | {
      readonly kind: 'input'
      readonly namespace: NamespaceModel
      readonly link: Link
      readonly bridged: BridgedBy | null
      readonly translated: Tracking | null
    }
  | {
      readonly kind: 'forward'
      readonly namespace: NamespaceModel
      readonly link: Link
      readonly hop: NextHop
      readonly route: FactId | null
      readonly bridged: BridgedBy | null
      readonly tracking: Tracking | null
    }
  | {
      readonly kind: 'deliver'
      readonly namespace: NamespaceModel
      readonly link: Link | null
      readonly bridged: BridgedBy | null
      readonly tracking: Tracking | null
    }
  /** Routed and through postrouting: to the neighbour. */
  | {
      readonly kind: 'send'
      readonly namespace: NamespaceModel
      readonly hop: NextHop
      readonly route: FactId | null
      readonly local: boolean
    }
  /** A frame with its addresses, to go out by a link. */
  | { readonly kind: 'transmit'; readonly namespace: NamespaceModel; readonly link: Link }

/** What br_netfilter notes of a packet that came in by a bridge port, or leaves by one. */
export interface BridgedBy {
  readonly physicalIn: string | null
  readonly physicalOut: string | null
}

export type Next = { readonly place: Place } | { readonly ending: Ending }

/** What every step is given. */
export interface Walk {
  readonly journey: Journey
  /** The packet on top: the outer one while in a tunnel. */
  packet: PacketState
  /** Namespace of the client whose path this is: its own stage is 1. */
  readonly client: string
  /** Namespace that made this packet: failures there are told by the system call, not by a message. */
  readonly origin: string
  /** What takes the packet at its end: a listening socket, or the client that waits for an answer or an error. */
  readonly expects: 'socket' | 'client'
  /** Source address that the first routing decision gave: what the client's socket has, before any translation. */
  chosenSource: string | null
}

export type HookName = Extract<Hook, 'prerouting' | 'input' | 'forward' | 'output' | 'postrouting'>
