// numgen … vmap: one of several verdicts by chance or by turns; ways with the same verdict are one way with their share.
// Source: net/netfilter/nft_numgen.c nft_ng_random_eval(), nft_ng_inc_eval().
import type { MapSource } from '../../../model/ruleset.ts'
import { acceptsValue } from '../accepts-value.ts'
import type { CompiledTarget } from './compiled-target.ts'
import { jumpsOf } from './jumps-of.ts'
import { actOnVerdict } from './verdict.ts'

export function compileNumgenMap({ entries, modulus }: Extract<MapSource, { kind: 'inline' }>): CompiledTarget {
  const numbers = modulus ?? entries.length
  const parts = entries.map(({ element }) => element[0] && acceptsValue(element[0]))
  const counts = entries.map(() => 0)
  let unlisted = 0
  for (let number = 0; number < numbers; number += 1) {
    const entry = parts.findIndex((accepts) => accepts?.(String(number)))
    if (entry < 0) unlisted += 1
    else counts[entry] = (counts[entry] ?? 0) + 1
  }
  const ways = entries
    .map(({ verdict }, entry) => ({ verdict, count: counts[entry] ?? 0 }))
    .filter((way) => way.count > 0)
  const shares = [...ways.map((way) => way.count), ...(unlisted > 0 ? [unlisted] : [])].map((count) => count / numbers)
  return {
    ...jumpsOf(entries.map((entry) => entry.verdict)),
    act(site) {
      const way = shares.length > 1 ? site.passage.recorder.choose(site.rule, shares) : 0
      const verdict = ways[way]?.verdict
      return verdict ? actOnVerdict(verdict, site) : { kind: 'break' }
    },
  }
}
