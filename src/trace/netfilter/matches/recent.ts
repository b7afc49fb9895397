// recent: a list of addresses that packets fill; taken as empty, so that adding succeeds and looking finds nothing.
// Source: net/netfilter/xt_recent.c recent_mt().
import type { Match } from '../../../model/ruleset.ts'
import type { CompiledMatch } from './compiled-match.ts'

export function compileRecent({ action, negated }: Extract<Match, { kind: 'recent' }>): CompiledMatch {
  return {
    leavesTrace: true,
    asksForInvalid: false,
    evaluate({ recorder }, rule) {
      recorder.assume({ kind: 'recent-list-empty', rule })
      return (action === 'set') === negated ? 'no' : 'yes'
    },
  }
}
