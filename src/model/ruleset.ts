// Netfilter rules in one form, whether iptables-save or nft printed them: tables, chains, and rules as statements in order.
import type { Family } from './packet.ts'

export type Backend = 'nft' | 'iptables-nft' | 'iptables-legacy'
export type RulesetFamily = 'ip' | 'ip6' | 'inet' | 'arp' | 'bridge' | 'netdev'

/** What one tool printed for one namespace. iptables-save gives family `ip`, ip6tables-save `ip6`. */
export interface Ruleset {
  readonly backend: Backend
  readonly tables: readonly Table[]
}

export interface Table {
  readonly family: RulesetFamily
  readonly name: string
  readonly chains: readonly Chain[]
  /** nft sets and maps; ipsets that iptables rules name are not readable here and are absent. */
  readonly sets: readonly NamedSet[]
}

export type Hook = 'prerouting' | 'input' | 'forward' | 'output' | 'postrouting' | 'ingress' | 'egress'

export interface Chain {
  readonly name: string
  /** Null for a chain that is only jumped to. */
  readonly base: {
    readonly hook: Hook
    readonly type: 'filter' | 'nat' | 'route'
    /** Smaller is earlier: raw -300, conntrack -200, mangle -150, dstnat -100, filter 0, security 50, srcnat 100. */
    readonly priority: number
    readonly policy: 'accept' | 'drop'
    readonly device: string | null
  } | null
  readonly rules: readonly Rule[]
}

export interface Rule {
  /** Counted from 1 in its chain, as `iptables -L --line-numbers` does. */
  readonly number: number
  /** nft's handle; null for iptables. */
  readonly handle: number | null
  /** As iptables-save or nft prints it, without counters: `-A FORWARD -s 10.0.0.0/8 -j DROP`. */
  readonly text: string
  readonly comment: string | null
  /** In order. A rule goes on to its next statement only while the matches before it hold. */
  readonly statements: readonly Statement[]
}

export type Statement =
  | { readonly kind: 'match'; readonly match: Match }
  | { readonly kind: 'verdict'; readonly verdict: RuleVerdict }
  | { readonly kind: 'verdict-map'; readonly fields: readonly Field[]; readonly map: MapSource }
  | { readonly kind: 'nat'; readonly nat: NatTarget }
  | { readonly kind: 'reject'; readonly with: RejectKind }
  | {
      readonly kind: 'set-mark'
      readonly which: 'packet' | 'connection'
      readonly keepMask: number
      readonly xor: number
    }
  /** CONNMARK --save-mark / --restore-mark, `meta mark set ct mark` and the like. */
  | { readonly kind: 'copy-mark'; readonly to: 'packet' | 'connection'; readonly mask: number }
  /** Time to live (IPv6: hop limit): `value` takes its place, or is added to it or taken off it, between 0 and 255. */
  | { readonly kind: 'set-ttl'; readonly change: 'set' | 'add' | 'subtract'; readonly value: number }
  | { readonly kind: 'notrack' }
  | { readonly kind: 'set-zone'; readonly zone: number }
  /** Changes nothing that decides where a packet goes: counters, LOG, TCPMSS, comments, `ct helper`, `dynset` without a verdict. */
  | { readonly kind: 'no-effect'; readonly text: string }
  /** Understood by name only; the packet's fate is undetermined once it is reached. */
  | { readonly kind: 'unsupported'; readonly text: string }

export type RuleVerdict =
  | { readonly kind: 'accept' | 'drop' | 'return' | 'continue' }
  | { readonly kind: 'jump' | 'goto'; readonly chain: string }
  | { readonly kind: 'queue'; readonly bypass: boolean }

export type Match =
  | {
      readonly kind: 'compare'
      /** Several fields are a concatenation (`ip saddr . tcp dport`); each element then has as many parts. */
      readonly fields: readonly Field[]
      readonly negated: boolean
      readonly values: SetSource
    }
  /** Holds for `probability` of packets (statistic random, numgen random). */
  | { readonly kind: 'random'; readonly probability: number }
  /** statistic nth: every `every`-th packet. */
  | { readonly kind: 'nth'; readonly every: number; readonly packet: number }
  /** limit, hashlimit, connlimit, `ct count`, quota: holds until an allowance is used up (`over`: after it is). */
  | { readonly kind: 'limit'; readonly text: string; readonly over: boolean }
  /** recent: a list that the kernel fills; not readable from a ruleset. */
  | {
      readonly kind: 'recent'
      readonly text: string
      readonly action: 'set' | 'check' | 'update' | 'remove'
      readonly negated: boolean
    }
  | { readonly kind: 'unsupported'; readonly text: string }

/** What a match reads. `mask` (an integer, or an address for ip fields) is applied before comparing. */
export interface Field {
  readonly name: FieldName
  readonly mask: string | null
}

export type FieldName =
  | 'ip.source'
  | 'ip.destination'
  | 'ip6.source'
  | 'ip6.destination'
  | 'ip.length'
  | 'ip.ttl'
  | 'ip.dscp'
  | 'ip.fragment'
  | 'meta.nfproto'
  | 'meta.l4proto'
  | 'meta.mark'
  | 'meta.length'
  | 'meta.iifname'
  | 'meta.oifname'
  | 'meta.iifkind'
  | 'meta.oifkind'
  | 'meta.iifgroup'
  | 'meta.oifgroup'
  | 'meta.pkttype'
  | 'meta.skuid'
  | 'meta.skgid'
  | 'meta.cgroup'
  | 'meta.ibrname'
  | 'meta.obrname'
  | 'port.source'
  | 'port.destination'
  | 'tcp.flags'
  | 'tcp.option'
  | 'icmp.type'
  | 'icmpv6.type'
  | 'ct.state'
  | 'ct.status'
  | 'ct.direction'
  | 'ct.mark'
  | 'ct.zone'
  | 'ct.original.source'
  | 'ct.original.destination'
  | 'ct.original.source-port'
  | 'ct.original.destination-port'
  | 'ct.original.protocol'
  | 'ct.reply.source'
  | 'ct.reply.destination'
  /** addrtype / `fib saddr type`, `fib daddr type`; the `-link` ones limit the look-up to the incoming or outgoing link. */
  | 'fib.source-type'
  | 'fib.destination-type'
  | 'fib.source-type-link'
  | 'fib.destination-type-link'
  /** `fib saddr . iif oif`: 0 (missing) when the way back to the source is not by the incoming link. */
  | 'fib.source-link'
  /** The same look-up with the packet's mark (`fib saddr . mark . iif oif`, `-m rpfilter --validmark`). */
  | 'fib.source-link-mark'
  /** `fib saddr oif` (rpfilter --loose): 0 when no route leads back to the source by any link. */
  | 'fib.source-any-link'
  | 'physdev.in'
  | 'physdev.out'
  | 'physdev.is-in'
  | 'physdev.is-out'
  | 'physdev.is-bridged'
  | 'socket.transparent'
  | 'socket.mark'
  | 'ether.source'
  | 'ether.destination'
  | 'ether.type'
  | 'numgen.random'
  | 'numgen.inc'
  | 'rt.mtu'

/** One part of an element. Addresses as `prefix` (`10.0.0.0/8`, `10.0.0.1/32`) or `range`; numbers and names as text:
 *  protocols by name (`tcp`), states as `established`, fib types as `local`, tcp.flags as the number in decimal,
 *  marks and ports in decimal, link names as they are. `any` matches all. Further:
 *  meta.nfproto `ipv4`/`ipv6`; meta.l4proto `tcp`, `udp`, `icmp`, `icmpv6`, `sctp`, … or the number; icmp.type the type's number, or
 *  `TYPE/CODE` (`3/4`); alternatives over two fields are a concatenation with `any` (multiport --ports: `[53, any]`, `[any, 53]`);
 *  ct.status `expected`, `seen-reply`, `assured`, `confirmed`, `snat`, `dnat`, `none` (no bit set); ct.direction `original`/`reply`;
 *  meta.pkttype `host`, `broadcast`, `multicast`, `other`; physdev.is-*, ip.fragment, socket.transparent `1` for yes; fib.source-link
 *  `0` for missing, else a link's index; tcp.option the option's number, present; ether.source lower case; ether.type `ip`, `ip6`, `arp`
 *  or the number; owner, lengths, ttl, dscp, zones, link groups in decimal. */
export type Value =
  | { readonly kind: 'exact'; readonly value: string }
  | { readonly kind: 'prefix'; readonly prefix: string }
  | { readonly kind: 'range'; readonly from: string; readonly to: string }
  /** A link name with a trailing wildcard: `veth+` in iptables, `veth*` in nft; `start` is `veth`. */
  | { readonly kind: 'starts-with'; readonly start: string }
  | { readonly kind: 'any' }

export type Element = readonly Value[]
/** `unreadable`: an ipset, whose content neither tool prints. */
export type SetSource =
  | { readonly kind: 'inline'; readonly elements: readonly Element[] }
  | { readonly kind: 'named'; readonly set: string }
  | { readonly kind: 'unreadable'; readonly text: string }

export interface MapEntry {
  readonly element: Element
  readonly verdict: RuleVerdict
}
/** `modulus` belongs to numgen fields: the number of ways. */
export type MapSource =
  | { readonly kind: 'inline'; readonly entries: readonly MapEntry[]; readonly modulus: number | null }
  | { readonly kind: 'named'; readonly map: string }

export interface NamedSet {
  readonly name: string
  readonly kind: 'set' | 'verdict-map' | 'data-map'
  readonly elements: readonly Element[]
  /** kind verdict-map. */
  readonly entries: readonly MapEntry[]
  /** Filled by packets as they pass (`flags dynamic`): its content when the snapshot was taken. */
  readonly dynamic: boolean
  /** Elements that could not be read, as printed. */
  readonly unknown: readonly string[]
}

export interface NatTarget {
  readonly kind: 'dnat' | 'snat' | 'masquerade' | 'redirect' | 'netmap' | 'tproxy'
  readonly family: Family | null
  readonly address: { readonly from: string; readonly to: string } | null
  readonly ports: { readonly from: number; readonly to: number } | null
  /** Flags that do not change where the packet goes: random, random-fully, persistent. */
  readonly flags: readonly string[]
}

export type RejectKind =
  | 'port-unreachable'
  | 'host-unreachable'
  | 'net-unreachable'
  | 'protocol-unreachable'
  | 'host-prohibited'
  | 'net-prohibited'
  | 'admin-prohibited'
  | 'no-route'
  | 'address-unreachable'
  | 'policy-fail'
  | 'reject-route'
  | 'tcp-reset'
