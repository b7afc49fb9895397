// What the kernel's own tools printed in one network namespace, before anything of it is understood.
import type { Role } from '../model/namespace.ts'

/** What one run of a tool gave. `text` is its standard output, null when it could not be run at all; `error` is its standard error
 *  (or why it could not be run) and is set only when it failed (non-zero exit): then as much of `text` as there is still counts. */
export interface ToolOutput {
  readonly text: string | null
  readonly error: string | null
}

export interface RawNamespace {
  readonly name: string
  readonly role: Role
  /** Name of the node namespace that a pod runs on; null for every other role. */
  readonly node: string | null
  /** The client's files, whole. Text and error both null when there is no such file or none was asked for. */
  readonly resolvConf: ToolOutput
  readonly hosts: ToolOutput
  /** IP_COMMANDS, one a line, given to `ip -4 -j -d -batch -` and `ip -6 -j -d -batch -`: one JSON array a line back. */
  readonly ip4: ToolOutput
  readonly ip6: ToolOutput
  /** BRIDGE_COMMANDS given to `bridge -j -d -batch -`. */
  readonly bridge: ToolOutput
  /** `ip -j netns list-id` with each id's namespace found (same /proc/PID/ns/net inode); null when that namespace was not read. */
  readonly netnsIds: readonly NetnsId[]
  /** `nft -j list ruleset` */
  readonly nft: ToolOutput
  /** `iptables-nft-save` and `ip6tables-nft-save`, without `-c`. */
  readonly iptablesNft4: ToolOutput
  readonly iptablesNft6: ToolOutput
  /** `iptables-legacy-save -t TABLE` for every table named in /proc/net/ip_tables_names (ip6_tables_names), one after another; empty
   *  text when there is none: asking for a table that does not exist makes the kernel create it. */
  readonly iptablesLegacy4: ToolOutput
  readonly iptablesLegacy6: ToolOutput
  /** `ss -HOntulpe` */
  readonly ss: ToolOutput
  /** `grep -rs '' /proc/sys/net/…`: a line `PATH:VALUE` each (`/proc/sys/net/ipv4/ip_forward:1`). A link's name holds no colon. */
  readonly sysctls: ToolOutput
}

export interface NetnsId {
  readonly nsid: number
  readonly namespace: string | null
}

/** What `ip -4 -j -d -batch -` and `ip -6 -j -d -batch -` read, in the order in which their arrays are expected back. */
export const IP_COMMANDS = [
  'link show',
  'address show',
  'route show table all',
  'rule show',
  // Without `nud all` ip leaves out entries that need no ARP, ones set by hand too.
  'neigh show nud all',
  'neigh show proxy',
] as const

/** What `bridge -j -d -batch -` reads, likewise. */
export const BRIDGE_COMMANDS = ['link show', 'fdb show'] as const
