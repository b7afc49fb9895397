// A rule drops the packet because connection tracking calls it INVALID: it saw only one side of the connection.

import { factText } from '../../trace/facts/fact-text.ts'
import { findRule } from '../../trace/facts/find-fact.ts'
import { iptablesOf, listChain } from '../allow-packet.ts'
import { evidenceOf } from '../finding-about.ts'
import { opening } from '../opening.ts'
import { pathRule } from '../path-rule.ts'

export const rule = pathRule({
  name: 'invalid-state-drop',
  title: 'Connection tracking calls the packet INVALID, and a rule drops it',
  stage: 4,
  inputs: ['connections', 'snapshot'],
  explain: (failing, { snapshot }) => {
    const { reason, at } = failing.verdict
    if (reason.kind !== 'invalid-state') return null
    const place = findRule(snapshot, reason.rule)
    if (!place) return null
    const where = at.namespace ?? ''
    const which = failing.direction === 'reply' ? 'reply' : 'request'
    return {
      message: `${opening(failing)}: connection tracking of ${where} never saw the first packet of this connection, calls the ${which} INVALID, and a rule drops that: ${factText(snapshot, reason.rule)}. Let both directions take the same way, and track both.`,
      evidence: evidenceOf(snapshot, [reason.rule]),
      checks: [
        { where, argv: listChain(place) },
        {
          where,
          argv: place.backend === 'nft' ? ['nft', 'list', 'ruleset'] : [iptablesOf(place), '-t', 'raw', '-nvL'],
        },
      ],
      fixes: [
        {
          title: 'Track both directions',
          reversible: true,
          widens: [],
          actions: [
            {
              kind: 'manual',
              where,
              text: 'Take away the NOTRACK rule that hides one direction, or route both directions through this machine.',
            },
          ],
        },
      ],
    }
  },
})
