// What a fault of the practice network is, and what it may do to break one: commands in namespaces, objects, servers, DNS.
import type { Outcome } from '../model/measurement.ts'
import type { KubernetesObject } from '../model/snapshot.ts'

export interface Fault {
  /** The finding's rule, or for a look-alike a name of its own. */
  readonly name: string
  /** One sentence: what is done to the network. */
  readonly summary: string
  /** Rules that doctor must name, in the order in which the packet meets them; empty for a harmless look-alike. */
  readonly finds: readonly string[]
  /** A client that shows it, and what that client sees. Null for an object-only fault without a broken client. */
  readonly shows: {
    readonly from: string
    readonly to: string
    readonly outcome: Outcome
    readonly delayMs: readonly [number, number | null]
  } | null
  readonly inject: (lab: LabControl) => Promise<void>
  readonly mend: (lab: LabControl) => Promise<void>
}

/** A server of the lab that listens for real. */
export interface ListenerSpec {
  /** Unique in the lab: `host/postgres`. */
  readonly name: string
  readonly namespace: string
  /** The process name that `ss -p` shows. */
  readonly process: string
  readonly protocol: 'tcp' | 'udp'
  readonly address: string
  readonly port: number
  /** listen()'s backlog. */
  readonly backlog?: number
  /** accept: says a greeting and echoes. never-accept: listens and never calls accept(). */
  readonly behaviour?: 'accept' | 'never-accept'
  /** docker-proxy: relays every connection to this address. */
  readonly relayTo?: { readonly address: string; readonly port: number }
  readonly v6only?: boolean
}

export interface LabControl {
  /** Runs a command in a namespace; throws with its words when it exits non-zero. */
  readonly run: (namespace: string, argv: readonly string[], input?: string) => Promise<string>
  readonly readObjects: () => Promise<KubernetesObject[]>
  /** Replaces the manifests; returns once the nodes' kube-proxy rules say the same and cluster DNS was told (its cache stays). */
  readonly writeObjects: (objects: readonly KubernetesObject[]) => Promise<void>
  /** The manifests change; neither kube-proxy nor cluster DNS is told. */
  readonly writeObjectsSilently: (objects: readonly KubernetesObject[]) => Promise<void>
  readonly listeners: () => Promise<readonly ListenerSpec[]>
  /** Starts, or replaces, the listener of that name; returns once it listens. */
  readonly startListener: (listener: ListenerSpec) => Promise<void>
  readonly stopListener: (name: string) => Promise<void>
  readonly readFile: (namespace: string, file: 'resolv.conf' | 'hosts') => Promise<string>
  readonly writeFile: (namespace: string, file: 'resolv.conf' | 'hosts', text: string) => Promise<void>
  readonly readCorefile: () => Promise<string>
  /** Replaces cluster DNS's Corefile; returns once it is loaded, its cache empty. */
  readonly writeCorefile: (text: string) => Promise<void>
  /** Asks cluster DNS, so that its cache holds the answer. */
  readonly primeDns: (name: string, type: 'A' | 'AAAA') => Promise<void>
  /** Cluster DNS's process: stop it, start it, or cut it off from the objects (as a broken API watch does). */
  readonly dns: (action: 'stop' | 'start' | 'freeze' | 'thaw') => Promise<void>
  readonly readDocker: () => Promise<unknown>
  readonly writeDocker: (docker: unknown) => Promise<void>
}
