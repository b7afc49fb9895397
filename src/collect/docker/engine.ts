// A container engine that is being read: what it says of its networks and containers, and commands run beside them.
import type { RunElsewhere } from '../../enter/run-elsewhere.ts'
import type { DockerFacts } from '../../model/snapshot.ts'

export interface Engine {
  /** `unix:///var/run/docker.sock`, without a user's password, should it have one. */
  readonly endpoint: string
  readonly name: 'Docker Engine' | 'Docker Desktop' | 'Podman'
  readonly version: string
  /** What was agreed upon: `1.41`. */
  readonly apiVersion: string
  readonly operatingSystem: string
  readonly rootless: boolean
  /** A Unix socket of this machine; a virtual machine may lie behind it all the same. */
  readonly isLocal: boolean
  /** Networks and containers, also stopped ones; one that goes away meanwhile is left out. Throws CannotLookError. */
  inspect(signal?: AbortSignal): Promise<DockerFacts>
  /** Commands run as root there. `container` is an id or a name. Starts nothing yet. */
  runIn(container: string, options?: RunInOptions): RunElsewhere
  /** Throws CannotLookError when the image is not there already, or the container cannot be started. */
  runHelper(options: HelperOptions): Promise<Helper>
}

export interface RunInOptions {
  /** With all capabilities, whatever the container has. */
  readonly privileged?: boolean
}

export interface HelperOptions {
  /** One that is there already: nothing is ever pulled. It needs sh. */
  readonly image: string
  readonly network: 'host' | `container:${string}`
  /** null: processes of its own. */
  readonly pid: 'host' | `container:${string}` | null
  /** Without CAP_: `NET_ADMIN`. */
  readonly capabilities: readonly string[]
  readonly signal?: AbortSignal | undefined
}

/** A container of ours that ends with us, whatever becomes of us. */
export interface Helper {
  readonly container: string
  readonly run: RunElsewhere
  /** Resolves when it is gone. */
  close(): Promise<void>
}
