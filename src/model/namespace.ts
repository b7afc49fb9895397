// One network namespace as its kernel describes it: links, addresses, routes, rules, neighbours, sockets, sysctls.

import type { Family, Protocol } from './packet.ts'
import type { Ruleset } from './ruleset.ts'

/** pod: a pod's namespace. node: a Kubernetes node (a container for kind). host: the machine that runs the nodes.
 *  container: another container on that machine. lan: another machine. */
export type Role = 'pod' | 'node' | 'host' | 'container' | 'lan'

export interface Namespace {
  /** Unique in the snapshot: `shop/web` for a pod, else as the network file says. */
  readonly name: string
  readonly role: Role
  /** Name of the node namespace that a pod runs on; null for every other role. */
  readonly node: string | null
  readonly links: readonly Link[]
  readonly routes: readonly Route[]
  readonly policyRules: readonly PolicyRule[]
  readonly neighbours: readonly Neighbour[]
  readonly forwarding: readonly FdbEntry[]
  readonly rulesets: readonly Ruleset[]
  readonly sockets: readonly Socket[]
  /** `net.ipv4.ip_forward` → `1`; keys below /proc/sys with dots, link names kept as they are (`net.ipv4.conf.eth0.rp_filter`;
   *  a dot inside a link's name is written `/`, as sysctl(8) does). */
  readonly sysctls: Readonly<Record<string, string>>
  /** The client's /etc/resolv.conf and /etc/hosts, whole; null when there is none. */
  readonly resolvConf: string | null
  readonly hosts: string | null
  /** What could not be read here, and why. Never guessed from. */
  readonly unread: readonly Unread[]
}

export type FactGroup =
  | 'links'
  | 'routes'
  | 'policy-rules'
  | 'neighbours'
  | 'forwarding'
  | 'nft'
  | 'iptables-nft'
  | 'iptables-legacy'
  | 'sockets'
  | 'sysctls'
  | 'resolv.conf'
  | 'hosts'

export interface Unread {
  readonly what: FactGroup
  /** The family it concerns, when only one does. */
  readonly family: Family | null
  /** The tool or file and its own words: `nft: Operation not permitted`. */
  readonly why: string
}

export type LinkKind =
  | 'loopback'
  | 'veth'
  | 'bridge'
  | 'vxlan'
  | 'geneve'
  | 'macvlan'
  | 'ipvlan'
  | 'vlan'
  | 'tun'
  | 'dummy'
  | 'bond'
  | 'vrf'
  | 'wireguard'
  | 'physical'
  | 'other'

export interface Link {
  readonly index: number
  readonly name: string
  readonly kind: LinkKind
  /** `info_kind` as the kernel names it, when kind is `other`. */
  readonly kindName: string
  readonly macAddress: string
  readonly mtuBytes: number
  /** IFF_UP. */
  readonly up: boolean
  /** IFF_LOWER_UP: the carrier. A veth has it when both its ends are up. */
  readonly carrier: boolean
  readonly noArp: boolean
  /** Name of the bridge (or VRF, bond) that this link is a port of. */
  readonly master: string | null
  /** The other end of a veth, or the parent of a macvlan or VLAN. `namespace` is null when that namespace was not read. */
  readonly peer: { readonly namespace: string | null; readonly index: number } | null
  readonly addresses: readonly LinkAddress[]
  readonly bridge: BridgeAttributes | null
  readonly port: BridgePort | null
  readonly vxlan: VxlanAttributes | null
  readonly macvlanMode: string | null
}

export interface LinkAddress {
  readonly family: Family
  readonly address: string
  readonly prefixLength: number
  /** Point-to-point peer address, when there is one. */
  readonly peer: string | null
  readonly scope: string
  readonly flags: readonly string[]
}

export interface BridgeAttributes {
  readonly vlanFiltering: boolean
  /** This bridge's own nf_call_iptables and nf_call_ip6tables (beside the namespace's net.bridge.* sysctls). */
  readonly netfilterCall4: boolean
  readonly netfilterCall6: boolean
}

export interface BridgePort {
  /** `forwarding`, `disabled`, `blocking`, … */
  readonly state: string
  readonly hairpin: boolean
  readonly isolated: boolean
  readonly learning: boolean
  readonly flood: boolean
}

export interface VxlanAttributes {
  readonly id: number
  /** Default destination; null when only the FDB says where frames go. */
  readonly remote: string | null
  readonly local: string | null
  readonly port: number
  readonly link: string | null
  readonly learning: boolean
}

export type RouteType =
  | 'unicast'
  | 'local'
  | 'broadcast'
  | 'multicast'
  | 'anycast'
  | 'unreachable'
  | 'blackhole'
  | 'prohibit'
  | 'throw'

export interface Route {
  readonly family: Family
  /** `main`, `local`, `default` or the number as text. */
  readonly table: string
  readonly type: RouteType
  /** `0.0.0.0/0` for default; always with a prefix length. */
  readonly destination: string
  readonly gateway: string | null
  readonly link: string | null
  readonly preferredSource: string | null
  readonly metric: number
  readonly scope: string
  readonly tos: number
  readonly onlink: boolean
  readonly mtuBytes: number | null
  /** `linkdown`, `dead`, … */
  readonly flags: readonly string[]
  readonly nextHops: readonly NextHop[]
  /** As `ip route` prints it. */
  readonly text: string
}

export interface NextHop {
  readonly gateway: string | null
  readonly link: string
  readonly weight: number
  readonly flags: readonly string[]
}

export interface PolicyRule {
  readonly family: Family
  readonly priority: number
  readonly not: boolean
  readonly from: string | null
  readonly to: string | null
  readonly mark: { readonly value: number; readonly mask: number } | null
  readonly incomingLink: string | null
  readonly outgoingLink: string | null
  readonly protocol: string | null
  readonly sourcePorts: { readonly from: number; readonly to: number } | null
  readonly destinationPorts: { readonly from: number; readonly to: number } | null
  readonly tos: number | null
  readonly action:
    | { readonly kind: 'lookup'; readonly table: string }
    | { readonly kind: 'goto'; readonly priority: number }
    | { readonly kind: 'nop' | 'blackhole' | 'unreachable' | 'prohibit' }
  readonly suppressPrefixLength: number | null
  /** A selector that this program does not know (`uidrange`, `tun_id`, …), by name. */
  readonly unknown: readonly string[]
  /** As `ip rule` prints it. */
  readonly text: string
}

export type NeighbourState =
  | 'reachable'
  | 'stale'
  | 'delay'
  | 'probe'
  | 'incomplete'
  | 'failed'
  | 'permanent'
  | 'noarp'
  | 'none'

export interface Neighbour {
  readonly family: Family
  readonly link: string
  readonly address: string
  readonly macAddress: string | null
  readonly state: NeighbourState
  /** `ip neigh add proxy`. */
  readonly proxy: boolean
  readonly text: string
}

/** One line of `bridge fdb`: a bridge's learned or set address, or a VXLAN device's destination. */
export interface FdbEntry {
  readonly link: string
  readonly macAddress: string
  readonly master: string | null
  /** VXLAN: the remote VTEP. */
  readonly destination: string | null
  readonly flags: readonly string[]
  readonly state: string
  readonly text: string
}

export interface Socket {
  readonly protocol: Protocol
  readonly family: Family
  /** LISTEN for TCP, UNCONN for UDP; others are kept too. */
  readonly state: string
  /** `0.0.0.0`, `::` or one address. */
  readonly address: string
  readonly port: number
  /** SO_BINDTODEVICE. */
  readonly link: string | null
  /** IPv6 sockets only: IPV6_V6ONLY. */
  readonly v6only: boolean
  /** For LISTEN: connections that wait for accept(), and the limit given to listen(). */
  readonly queue: { readonly length: number; readonly limit: number }
  readonly processes: readonly { readonly name: string; readonly pid: number }[]
  /** As `ss` prints it, spaces folded: `LISTEN 127.0.0.1:5432 users:(("postgres",pid=812))`. */
  readonly text: string
}
