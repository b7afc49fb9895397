// The files that decide how a name is resolved, read: resolv.conf, hosts and cluster DNS's Corefile. Made by src/parse/.

/** /etc/resolv.conf as glibc reads it (resolv.conf(5)): at most three nameservers. */
export interface ResolvConf {
  readonly nameservers: readonly string[]
  readonly search: readonly string[]
  /** Default 1, at most 15. */
  readonly ndots: number
  readonly timeoutSeconds: number
  readonly attempts: number
  /** Every option as written: `ndots:5`, `use-vc`. */
  readonly options: readonly string[]
}

/** One line of /etc/hosts. */
export interface HostsEntry {
  readonly address: string
  /** Canonical name first. */
  readonly names: readonly string[]
}

/** CoreDNS's configuration, plugins in the order in which they are written. */
export interface Corefile {
  readonly servers: readonly CorefileServer[]
}

export interface CorefileServer {
  /** As written: `.:53`, `example.org`, `dns://.:1053`. */
  readonly keys: readonly string[]
  readonly plugins: readonly CorefilePlugin[]
}

export interface CorefilePlugin {
  readonly name: string
  readonly arguments: readonly string[]
  /** The lines of its block, in words. */
  readonly properties: readonly (readonly string[])[]
}

/** All of them for one snapshot. */
export interface NameFiles {
  /** By name of the namespace. */
  readonly resolvConf: ReadonlyMap<string, ResolvConf>
  readonly hosts: ReadonlyMap<string, readonly HostsEntry[]>
  /** Null when the cluster has no ConfigMap kube-system/coredns; an error's words when it cannot be read. */
  readonly corefile: Corefile | { readonly unreadable: string } | null
}
