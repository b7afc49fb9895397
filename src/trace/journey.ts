// One way of one flow while it is followed: its hops so far, the facts it read, its connection tables, and its choices.
import type { Assumption, Choice, Hop, PathStage, Step } from '../model/path.ts'
import type { FactId } from '../model/snapshot.ts'
import type { Network } from './compile.ts'
import { ConnectionTable } from './netfilter/connection-table.ts'
import type { PacketState } from './packet-state.ts'
import type { Recorder } from './recorder.ts'

interface OpenHop {
  readonly stage: PathStage
  readonly namespace: string
  link: string | null
  readonly steps: Step[]
}

/** Steps of one direction beyond this are counted, not kept: a loop would fill the memory. */
const keepHopsAtMost = 200

export class Journey implements Recorder {
  readonly network: Network
  readonly reads = new Set<FactId>()
  readonly assumptions = new Map<string, Assumption>()
  readonly choices: Choice[] = []
  /** Inner packets of the tunnels that the packet is in now, outermost last. */
  readonly tunnelled: { readonly inner: PacketState; readonly link: string; readonly namespace: string }[] = []
  readonly #script: readonly number[]
  readonly #mended: ReadonlySet<string>
  readonly #mendedUsed = new Set<string>()
  readonly #connections = new Map<string, ConnectionTable>()
  #hops: OpenHop[] = []

  constructor(network: Network, script: readonly number[], mended: ReadonlySet<string>) {
    this.network = network
    this.#script = script
    this.#mended = mended
  }

  /** Later steps belong to this stage of this namespace, until the next call. */
  enter(stage: PathStage, namespace: string, link: string | null): void {
    const last = this.#hops.at(-1)
    if (last && last.stage === stage && last.namespace === namespace) {
      last.link = link ?? last.link
      return
    }
    if (this.#hops.length < keepHopsAtMost) this.#hops.push({ stage, namespace, link, steps: [] })
  }

  step(step: Step): void {
    this.#hops.at(-1)?.steps.push(step)
  }

  read(fact: FactId): void {
    this.reads.add(fact)
  }

  assume(assumption: Assumption): void {
    this.assumptions.set(JSON.stringify(assumption), assumption)
  }

  choose(fact: FactId, shares: readonly number[]): number {
    const way = this.#script[this.choices.length] ?? 0
    this.choices.push({ fact, way, of: shares.length, share: shares[way] ?? 0 })
    return way
  }

  isMended(key: string): boolean {
    const mended = this.#mended.has(key)
    if (mended) {
      this.#mendedUsed.add(key)
      this.assume({ kind: 'mended', key })
    }
    return mended
  }

  get mendedUsed(): readonly string[] {
    return [...this.#mendedUsed].sort()
  }

  connectionsOf(namespace: string): ConnectionTable {
    let table = this.#connections.get(namespace)
    if (!table) {
      table = new ConnectionTable()
      this.#connections.set(namespace, table)
    }
    return table
  }

  /** The hops written since the last call, in order; hops without steps are left out unless they are where a packet stays. */
  takeHops(): readonly Hop[] {
    const taken = this.#hops.map((hop, index) => ({ id: index + 1, ...hop }))
    this.#hops = []
    return taken
  }
}
