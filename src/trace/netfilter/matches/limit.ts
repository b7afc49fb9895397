// limit, hashlimit, connlimit, quota, ct count: taken as not used up yet.
// Source: net/netfilter/xt_limit.c limit_mt(), xt_hashlimit.c, xt_connlimit.c, xt_quota.c, nft_limit.c, nft_connlimit.c.
import type { Match } from '../../../model/ruleset.ts'
import type { CompiledMatch } from './compiled-match.ts'

export function compileLimit({ over }: Extract<Match, { kind: 'limit' }>): CompiledMatch {
  return {
    leavesTrace: true,
    asksForInvalid: false,
    evaluate({ recorder }, rule) {
      recorder.assume({ kind: 'limit-not-exhausted', rule })
      return over ? 'no' : 'yes'
    },
  }
}
