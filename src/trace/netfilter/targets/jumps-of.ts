// What several verdicts, of which one will be carried out, have in common: that they may only jump.
import type { RuleVerdict } from '../../../model/ruleset.ts'
import type { CompiledTarget } from './compiled-target.ts'

/** Null: the verdicts are not known. */
export function jumpsOf(verdicts: readonly RuleVerdict[] | null): Pick<CompiledTarget, 'onlyJumps' | 'onlyReturns'> {
  const chains: string[] = []
  for (const verdict of verdicts ?? []) {
    if (verdict.kind === 'jump') chains.push(verdict.chain)
    else if (verdict.kind !== 'continue') return { onlyJumps: null, onlyReturns: false }
  }
  return { onlyJumps: verdicts && chains, onlyReturns: false }
}
