// Whether a rule that may or may not match could change what becomes of the packet.
import type { CompiledChain } from './compile-netfilter.ts'
import type { RulePart } from './compile-rule.ts'

/** Chains are asked about once; a chain that is being asked about already adds nothing. */
const harmlessChains = new WeakMap<CompiledChain, boolean>()

export function isHarmless(parts: readonly RulePart[], chain: CompiledChain): boolean {
  return parts.every(
    ({ target }) =>
      target.onlyJumps?.every((name) => {
        const jumped = chain.table.chains.get(name)
        return jumped !== undefined && isHarmlessChain(jumped)
      }) === true,
  )
}

/** A chain that was jumped to may also return: that is back where the jump came from. */
function isHarmlessChain(chain: CompiledChain): boolean {
  const known = harmlessChains.get(chain)
  if (known !== undefined) return known
  harmlessChains.set(chain, true)
  const harmless = chain.rules.every((rule) =>
    rule.parts.every((part) => part.target.onlyReturns || isHarmless([part], chain)),
  )
  harmlessChains.set(chain, harmless)
  return harmless
}
