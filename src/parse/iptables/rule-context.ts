// What a rule's meaning depends on beside its own words.
import type { Family } from '../../model/packet.ts'
import type { Backend } from '../../model/ruleset.ts'

export interface RuleContext {
  readonly family: Family
  readonly table: string
  readonly backend: Exclude<Backend, 'nft'>
  /** Names of the table's own chains: what `-j` may jump to. */
  readonly chains: ReadonlySet<string>
}
