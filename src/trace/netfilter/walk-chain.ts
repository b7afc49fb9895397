// Walks the rules of a chain for one packet, as far as a verdict.
// Source: net/netfilter/nf_tables_core.c nft_do_chain(), net/ipv4/netfilter/ip_tables.c ipt_do_table().
import type { CompiledChain } from './compile-netfilter.ts'
import type { CompiledRule } from './compile-rule.ts'
import { isHarmless } from './is-harmless.ts'
import type { CompiledMatch } from './matches/compiled-match.ts'
import type { Passage } from './passage.ts'
import { type Effect, record, type Site, type Stop } from './targets/compiled-target.ts'

export type Walked =
  /** Ran off the end, or returned: the caller goes on (a base chain then asks its policy). */
  { readonly kind: 'end' } | { readonly kind: 'accept' } | Stop

/** The kernel refuses rules that jump in a ring; nft nests 16 deep at most (NFT_JUMP_STACK_SIZE), legacy as deep as there are chains. */
const deepest = 200

export function walkChain(chain: CompiledChain, passage: Passage, hook: string, depth = 0): Walked {
  passage.recorder.read(chain.fact)
  for (const rule of chain.rules) {
    const effect = walkRule(rule, chain, passage, hook)
    switch (effect.kind) {
      case 'next':
      case 'break':
        continue
      case 'return':
        return { kind: 'end' }
      case 'jump':
      case 'goto': {
        const target = chain.table.chains.get(effect.chain)
        if (!target || depth >= deepest) return undetermined(siteOf(rule, passage, hook), rule.text)
        const walked = walkChain(target, passage, hook, depth + 1)
        // What a goto left is not come back to: the end of the other chain is the end of this one.
        if (walked.kind !== 'end' || effect.kind === 'goto') return walked
        continue
      }
      case 'unknown':
        return undetermined(siteOf(rule, passage, hook), rule.text)
      case 'accept':
      case 'dropped':
      case 'rejected':
      case 'undetermined':
        return effect
      default:
        return effect satisfies never
    }
  }
  return { kind: 'end' }
}

function walkRule(rule: CompiledRule, chain: CompiledChain, passage: Passage, hook: string): Effect {
  for (const [index, part] of rule.parts.entries()) {
    const asked = askAll(part.plain, rule, passage)
    if (asked === 'no') return { kind: 'break' }
    if (asked === 'unknown') return { kind: isHarmless(rule.parts.slice(index), chain) ? 'break' : 'unknown' }
    for (const match of part.tracing) if (match.evaluate(passage, rule.fact) === 'no') return { kind: 'break' }
    const effect = part.target.act(siteOf(rule, passage, hook))
    if (effect.kind !== 'next') return effect
  }
  return { kind: 'next' }
}

/** One match that fails settles the rule, whatever another could not tell. */
function askAll(matches: readonly CompiledMatch[], rule: CompiledRule, passage: Passage): 'yes' | 'no' | 'unknown' {
  let answer: 'yes' | 'unknown' = 'yes'
  for (const match of matches) {
    const one = match.evaluate(passage, rule.fact)
    if (one === 'no') return 'no'
    if (one === 'unknown') answer = 'unknown'
  }
  return answer
}

function siteOf(rule: CompiledRule, passage: Passage, hook: string): Site {
  return { rule: rule.fact, passage, hook, asksForInvalid: rule.asksForInvalid }
}

function undetermined(site: Site, text: string): Stop {
  record(site, 'undetermined')
  return {
    kind: 'undetermined',
    reason: { kind: 'unsupported-rule', rule: site.rule, text },
    evidence: [site.rule],
  }
}
