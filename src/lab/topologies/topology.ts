// What a practice network is made of: namespaces and what stands in each, the cables between them, servers, objects.
import type { Role } from '../../model/namespace.ts'
import type { DockerFacts, KubernetesObject } from '../../model/snapshot.ts'
import type { ListenerSpec } from '../fault.ts'

export interface Topology {
  readonly clusterDomain: string
  readonly podCidrs: readonly string[]
  readonly serviceCidrs: readonly string[]
  readonly namespaces: readonly LabNamespace[]
  readonly cables: readonly Cable[]
  readonly listeners: readonly ListenerSpec[]
  readonly objects: readonly KubernetesObject[]
  readonly docker: DockerFacts
  readonly clusterDns: { readonly namespace: string }
  /** The nodes' resolver, and the names that it knows. */
  readonly upstreamDns: {
    readonly namespace: string
    readonly address: string
    readonly zone: Readonly<Record<string, readonly string[]>>
  }
}

export interface LabNamespace {
  readonly name: string
  readonly role: Role
  readonly node: string | null
  /** Below /proc/sys, with slashes: `net/ipv4/ip_forward`. */
  readonly sysctls: Readonly<Record<string, string>>
  /** Lines of `ip -batch`, run once the cables are plugged in. */
  readonly ip: readonly string[]
  /** Lines of `bridge -batch`, run after those. */
  readonly bridge: readonly string[]
  /** Input of iptables-restore and ip6tables-restore; empty for none. */
  readonly iptables: readonly string[]
  readonly ip6tables: readonly string[]
  readonly resolvConf: string
  readonly hosts: string
}

/** A veth pair. */
export interface Cable {
  readonly a: CableEnd
  readonly b: CableEnd
  readonly mtuBytes: number
}

export interface CableEnd {
  readonly namespace: string
  readonly link: string
  readonly macAddress: string
}
