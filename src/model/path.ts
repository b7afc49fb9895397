// Where a packet goes: hops made of steps, a verdict with its reason, and the reply's way back. Ids of facts, never text.
import type { Outcome } from './measurement.ts'
import type { PacketSummary } from './packet.ts'
import type { RejectKind } from './ruleset.ts'
import type { FactId } from './snapshot.ts'

/** 0 is name resolution; 1 to 7 are the stages of a packet. */
export type Stage = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7
export type PathStage = Exclude<Stage, 0>

/** One of the ways that one flow can take (multipath, several endpoints). */
export interface Path {
  /** What chose this way: empty when there is only one. */
  readonly choices: readonly Choice[]
  /** 0 to 1. */
  readonly share: number
  readonly packet: PacketSummary
  readonly hops: readonly Hop[]
  readonly verdict: Verdict
  /** The socket or the last namespace: what the packet looked like where it ended. */
  readonly arrived: PacketSummary
  /** The server's answer, or the error message that tells of the packet's end; null when nothing is sent back. */
  readonly reply: { readonly hops: readonly Hop[]; readonly verdict: Verdict } | null
  readonly client: ClientOutcome
  readonly assumptions: readonly Assumption[]
  /** Every fact that was read, those looked for and not there included. Sorted. */
  readonly reads: readonly FactId[]
  /** Failures that this path was told to pass over, as if they were mended. */
  readonly mended: readonly string[]
}

export interface Choice {
  readonly fact: FactId
  readonly way: number
  readonly of: number
  readonly share: number
}

/** One stay in one namespace on one stage. */
export interface Hop {
  /** From 1, in the order of travel. */
  readonly id: number
  readonly stage: PathStage
  readonly namespace: string
  /** The link by which the packet came in or goes out here. */
  readonly link: string | null
  readonly steps: readonly Step[]
}

export type Step =
  | { readonly kind: 'policy-rule'; readonly fact: FactId }
  | {
      readonly kind: 'route'
      /** Null when no route matched. */
      readonly fact: FactId | null
      readonly destination: string
      readonly gateway: string | null
      readonly link: string | null
      readonly source: string | null
    }
  | {
      readonly kind: 'neighbour'
      readonly address: string
      readonly link: string
      /** The entry that was there, when there was one. */
      readonly fact: FactId | null
      readonly macAddress: string | null
      /** The namespace that answers for the address. */
      readonly owner: string | null
    }
  | {
      readonly kind: 'bridge'
      readonly bridge: string
      readonly fromPort: string | null
      /** Null: up to the bridge's own address. */
      readonly toPort: string | null
    }
  /** A rule that matched, or a chain's policy that decided. */
  | { readonly kind: 'netfilter'; readonly fact: FactId; readonly hook: string; readonly verdict: NetfilterVerdict }
  | {
      readonly kind: 'nat'
      readonly fact: FactId | null
      readonly before: PacketSummary
      readonly after: PacketSummary
    }
  | { readonly kind: 'encapsulate' | 'decapsulate'; readonly fact: FactId; readonly outer: PacketSummary }
  | {
      readonly kind: 'check'
      readonly check: 'forwarding' | 'rp_filter' | 'martian' | 'mtu' | 'link' | 'route_localnet' | 'ttl'
      readonly fact: FactId | null
      readonly passed: boolean
    }
  | { readonly kind: 'socket'; readonly fact: FactId | null; readonly address: string; readonly port: number }
  /** The packet crossed to another namespace by a veth, macvlan or tunnel. */
  | { readonly kind: 'cross'; readonly link: string; readonly toNamespace: string; readonly toLink: string }

export type NetfilterVerdict =
  | 'accept'
  | 'drop'
  | 'reject'
  | 'jump'
  | 'goto'
  | 'return'
  | 'nat'
  | 'mark'
  | 'notrack'
  | 'undetermined'

export type VerdictKind =
  | 'delivered'
  | 'refused'
  | 'rejected'
  | 'unreachable'
  | 'dropped'
  | 'looped'
  | 'too-big'
  | 'undetermined'

export interface Verdict {
  readonly kind: VerdictKind
  readonly at: { readonly stage: Stage; readonly namespace: string | null }
  readonly reason: Reason
  readonly evidence: readonly FactId[]
}

/** Why a packet ended where it did. */
export type Reason =
  | { readonly kind: 'socket-accepts'; readonly socket: FactId }
  /** Delivered to an address that the model does not look behind (a reply that reached its client). */
  | { readonly kind: 'client-receives' }
  /** `others`: sockets on the same port that do not take this packet. */
  | {
      readonly kind: 'nothing-listens'
      readonly address: string
      readonly port: number
      readonly others: readonly FactId[]
    }
  | { readonly kind: 'backlog-full'; readonly socket: FactId }
  | { readonly kind: 'rule-drops'; readonly rule: FactId; readonly hook: string }
  | { readonly kind: 'policy-drops'; readonly chain: FactId; readonly hook: string }
  | { readonly kind: 'rule-rejects'; readonly rule: FactId; readonly hook: string; readonly with: RejectKind }
  | { readonly kind: 'no-route'; readonly destination: string; readonly family: 4 | 6 }
  | {
      readonly kind: 'route-blocks'
      readonly route: FactId
      readonly type: 'unreachable' | 'blackhole' | 'prohibit' | 'throw'
    }
  | {
      readonly kind: 'policy-rule-blocks'
      readonly rule: FactId
      readonly type: 'unreachable' | 'blackhole' | 'prohibit'
    }
  | { readonly kind: 'no-source-address'; readonly destination: string; readonly family: 4 | 6 }
  | { readonly kind: 'source-not-local'; readonly address: string }
  /** Nobody answers ARP or neighbour discovery. `asGateway`: it was a route's next hop, not the destination itself. */
  | {
      readonly kind: 'neighbour-unanswered'
      readonly address: string
      readonly link: string
      readonly asGateway: boolean
      readonly route: FactId | null
      /** Somebody has the address but does not answer (arp_ignore, rp_filter on ARP): who. */
      readonly silent: string | null
      /** A learned entry that still names a MAC address which nobody has any more: packets go there until it is forgotten. */
      readonly remembered: FactId | null
    }
  /** An entry of the neighbour table names a MAC address that nobody, or the wrong one, has. */
  | {
      readonly kind: 'neighbour-wrong'
      readonly entry: FactId
      readonly address: string
      readonly macAddress: string
      readonly owner: string | null
    }
  /** Several have the address and answer for it: who is first cannot be read. */
  | {
      readonly kind: 'address-claimed-twice'
      readonly address: string
      readonly link: string
      readonly owners: readonly string[]
    }
  | { readonly kind: 'not-for-us'; readonly link: string; readonly macAddress: string }
  | { readonly kind: 'forwarding-off'; readonly link: string; readonly sysctl: FactId }
  | {
      readonly kind: 'reverse-path-filter'
      readonly link: string
      readonly source: string
      readonly mode: 'strict' | 'loose'
      readonly sysctl: FactId
      readonly wayBack: string | null
    }
  | { readonly kind: 'martian-source' | 'martian-destination'; readonly address: string; readonly link: string }
  | {
      readonly kind: 'loopback-without-route-localnet'
      readonly address: string
      readonly link: string
      readonly sysctl: FactId
    }
  | { readonly kind: 'link-down'; readonly link: string }
  | {
      readonly kind: 'bridge-port-closed'
      readonly bridge: string
      readonly port: string
      readonly why: 'hairpin' | 'isolated' | 'state' | 'detached' | 'unknown-address'
    }
  | { readonly kind: 'broadcast-or-multicast'; readonly address: string }
  | { readonly kind: 'ttl-exceeded' }
  | { readonly kind: 'too-big'; readonly link: string; readonly mtuBytes: number }
  | { readonly kind: 'vxlan-unknown-peer'; readonly link: string }
  | { readonly kind: 'invalid-state'; readonly rule: FactId }
  /** The reply reached the client from an address that it did not dial: answered with a reset. */
  | { readonly kind: 'reply-from-wrong-address'; readonly expected: string; readonly got: string }
  /** The error message (ICMP or RST) came back to the client. */
  | { readonly kind: 'error-returned' }
  /** The packet left by a link whose other end was not read. */
  | { readonly kind: 'left-by-uplink'; readonly link: string }
  | { readonly kind: 'unsupported-rule'; readonly rule: FactId; readonly text: string }
  | { readonly kind: 'unread'; readonly fact: FactId; readonly what: string }
  | { readonly kind: 'unsupported-link'; readonly link: string; readonly linkKind: string }
  | { readonly kind: 'too-many-ways'; readonly ways: number }
  | { readonly kind: 'unsupported'; readonly what: string }

export interface ClientOutcome {
  /** Null when undetermined. */
  readonly outcome: Outcome | null
  /** From connect(); max null: until the client gives up. */
  readonly delayMs: { readonly min: number; readonly max: number | null }
}

/** Taken for granted although it was not, or could not be, read. */
export type Assumption =
  | { readonly kind: 'limit-not-exhausted'; readonly rule: FactId }
  | { readonly kind: 'recent-list-empty'; readonly rule: FactId }
  | { readonly kind: 'no-existing-connection'; readonly namespace: string }
  | { readonly kind: 'neighbour-stays'; readonly entry: FactId }
  | { readonly kind: 'server-answers'; readonly socket: FactId }
  | { readonly kind: 'root-client'; readonly namespace: string }
  | { readonly kind: 'mended'; readonly key: string }
