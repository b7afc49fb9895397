// What a rule is: a name, what it reads, which other rules explain it away, and a function from facts to findings.
import type { Connection } from '../model/connection.ts'
import type { ExternalService } from '../model/external-service.ts'
import type { Finding, Severity } from '../model/finding.ts'
import type { Stage } from '../model/path.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { Network } from '../trace/compile.ts'

/** What a rule may read. A test fails when a rule reads something it does not declare, or declares something it never reads. */
export type Input = 'snapshot' | 'network' | 'services' | 'connections'

export interface RuleFacts {
  readonly snapshot: Snapshot
  readonly network: Network
  readonly services: readonly ExternalService[]
  readonly connections: readonly Connection[]
}

export interface Rule {
  /** Its folder, its page, its test and its code on the screen. */
  readonly name: string
  /** One line for lists: what is so, not what to do. */
  readonly title: string
  readonly stage: Stage
  readonly severity: Severity
  readonly inputs: readonly Input[]
  /** A finding is left out for every client that one of these already speaks of, for the same subject. */
  readonly dependsOn: readonly string[]
  /** `client`: whatever its clients dial suffers from this, so it explains their other subjects as well. */
  readonly explains?: 'subject' | 'client'
  readonly find: (facts: RuleFacts) => readonly Found[]
}

/** What a rule gives: a finding, and how far along its packet's way it lies. */
export interface Found extends Finding {
  /** From positionOf(); without it the stage decides. Not part of what is printed. */
  readonly position?: number
}
