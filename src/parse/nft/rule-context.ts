// What the meaning of an nft rule depends on beside its own words.
import type { RulesetFamily } from '../../model/ruleset.ts'

export interface NftContext {
  readonly family: RulesetFamily
  /** Named limits and quotas of the table: whether they hold once the allowance is used up (`over`). */
  readonly overOf: (kind: 'limit' | 'quota', name: string) => boolean | null
}
