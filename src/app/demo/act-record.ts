// What one act of the demo brought to light: enough to tell it again on another machine.
import type { Action } from '../../model/finding.ts'
import type { Snapshot } from '../../model/snapshot.ts'

export interface ActRecord {
  readonly fault: string
  /** What is done to the network, in one sentence. */
  readonly summary: string
  /** The client that shows it, and what it dials: `files:80`. */
  readonly from: string
  readonly to: string
  /** What it dials once it is mended. */
  readonly toThen: string
  /** Facts and measurements while it is broken. */
  readonly before: Snapshot
  readonly checks: readonly CheckedByHand[]
  readonly repair: Repair
  /** Facts and measurements once it is mended. */
  readonly after: Snapshot
}

/** A command of the finding, run for real, with what it printed. */
export interface CheckedByHand {
  readonly where: string
  readonly argv: readonly string[]
  readonly output: string
}

export interface Repair {
  readonly title: string
  /** fix: its actions were carried out. hand: only a person can do it; what stands for that person is the lab's own mending. */
  readonly by: 'fix' | 'hand'
  readonly actions: readonly Action[]
  /** Cluster DNS was started afresh, for it had cached that the name does not exist. */
  readonly emptiedCache: boolean
}
