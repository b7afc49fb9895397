// random and nth: a share of the packets; each of the two ways is followed.
// Source: net/netfilter/xt_statistic.c statistic_mt(), net/netfilter/nft_numgen.c.
import type { Match } from '../../../model/ruleset.ts'
import type { CompiledMatch } from './compiled-match.ts'

export function compileRandom({ probability }: Extract<Match, { kind: 'random' }>): CompiledMatch {
  return share(probability)
}

/** The counter's place is not read: a packet is as likely to be any of `every`. */
export function compileNth({ every }: Extract<Match, { kind: 'nth' }>): CompiledMatch {
  return share(1 / every)
}

function share(probability: number): CompiledMatch {
  return {
    leavesTrace: true,
    asksForInvalid: false,
    evaluate({ recorder }, rule) {
      if (probability >= 1) return 'yes'
      if (probability <= 0) return 'no'
      return recorder.choose(rule, [probability, 1 - probability]) === 0 ? 'yes' : 'no'
    },
  }
}
