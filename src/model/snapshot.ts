// All that was read of one network at one moment, as plain JSON that can be saved, replayed and compared.
import type { Measurement, NameMeasurement } from './measurement.ts'
import type { Namespace } from './namespace.ts'

export interface Snapshot {
  readonly apiVersion: 'fairlead.dev/v1'
  readonly kind: 'Snapshot'
  /** Of this format; a reader refuses what is newer than itself. */
  readonly version: 1
  /** RFC 3339, UTC. */
  readonly takenAt: string
  readonly clusterDomain: string
  readonly podCidrs: readonly string[]
  readonly serviceCidrs: readonly string[]
  /** Who tries each Service: one pod of every node, or the node where it has none. Absent: every pod. */
  readonly clients?: 'one-a-node' | undefined
  /** What of the network is missing here altogether. Absent: nothing. */
  readonly gaps?: readonly Gap[] | undefined
  readonly namespaces: readonly Namespace[]
  /** Whole objects as a server holds them, unknown fields kept, secrets taken out before they get here. */
  readonly kubernetes: readonly KubernetesObject[]
  readonly docker: DockerFacts | null
  /** What real clients in the pods' own namespaces saw when the snapshot was taken. */
  readonly measurements: readonly Measurement[]
  readonly nameMeasurements: readonly NameMeasurement[]
}

/** A part that could not be read: nothing is guessed of it. */
export interface Gap {
  /** resource: Kubernetes objects of one kind. containers: the container engine, and with it every node. */
  readonly kind: 'resource' | 'containers' | 'node' | 'host'
  /** `networkpolicies`, `t-worker`, `Docker Engine`. */
  readonly name: string
  /** What was tried, in the words of who refused it, and the missing right. */
  readonly why: string
  /** What it would settle. */
  readonly settles: string
}

export interface KubernetesObject {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: {
    readonly name: string
    readonly namespace?: string
    readonly labels?: Readonly<Record<string, string>>
    readonly [field: string]: unknown
  }
  readonly [field: string]: unknown
}

/** As the Engine's API inspects them, only the fields that concern the network. */
export interface DockerFacts {
  readonly networks: readonly DockerObject[]
  readonly containers: readonly DockerObject[]
}
export type DockerObject = Readonly<Record<string, unknown>>

/** Names one fact of a snapshot: `NAMESPACE#GROUP/KEY`, for example `node-1#route/12` (index in `routes`),
 *  `host#rule/iptables-nft/ip/filter/FORWARD/3`, `host#chain/nft/inet/fw/input` (its policy), `host#socket/4`,
 *  `node-1#neighbour/2`, `node-1#link/eth0`, `node-1#sysctl/net.ipv4.ip_forward`, `node-1#policy-rule/1`,
 *  `node-1#forwarding/0` (FDB), `shop/web#unread/0`, and for objects `#object/EndpointSlice/shop/db-1`,
 *  `#container/pg`, `#network/kind`. `?` for `/` after the group: it was looked for and is not there. */
export type FactId = string
