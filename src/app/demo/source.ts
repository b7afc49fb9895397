// Where the demo's acts come from: played on this machine, several at a time, or read from a recording.
import type { Snapshot } from '../../model/snapshot.ts'
import type { ActRecord } from './act-record.ts'

export interface DemoSource {
  /** Why this is a recording; null when it is played here and now. */
  readonly recordedBecause: string | null
  healthy(): Promise<Snapshot>
  act(fault: string): Promise<ActRecord>
  /** Resolves when nothing is left on the machine. */
  end(): Promise<void>
}
