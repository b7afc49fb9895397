// The network file (`--attach`): which namespaces make up a network, and what role each plays.
import type { Role } from './namespace.ts'

export interface NetworkFile {
  readonly apiVersion: 'fairlead.dev/v1'
  readonly kind: 'Network'
  readonly clusterDomain: string
  readonly podCidrs: readonly string[]
  readonly serviceCidrs: readonly string[]
  readonly namespaces: readonly NamespaceEntry[]
  /** Files of plain manifests, absolute once read. */
  readonly kubernetes: readonly string[]
  readonly docker: string | null
}

export interface NamespaceEntry {
  readonly name: string
  readonly role: Role
  readonly node: string | null
  /** Exactly one of path and pid is set. With a pid in another user namespace, that is entered too. */
  readonly path: string | null
  readonly pid: number | null
  readonly resolvConf: string | null
  readonly hosts: string | null
}
