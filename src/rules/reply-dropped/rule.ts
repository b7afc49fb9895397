// A netfilter rule stops the reply on its way back: the request arrived, its answer does not.
import { allowReply, listChain } from '../allow-packet.ts'
import { evidenceOf } from '../finding-about.ts'
import { opening } from '../opening.ts'
import { packetAt } from '../packet-at.ts'
import { pathRule } from '../path-rule.ts'
import { stoppingRule } from '../stopping-rule.ts'

export const rule = pathRule({
  name: 'reply-dropped',
  title: 'A firewall drops the reply',
  stage: 6,
  inputs: ['connections', 'snapshot'],
  explain: (failing, { snapshot }) => {
    if (failing.direction === 'request') return null
    const stopped = stoppingRule(failing, snapshot)
    if (!stopped) return null
    const where = failing.verdict.at.namespace ?? ''
    const packet = packetAt(failing)
    const end = failing.path.verdict.at.namespace ?? packet.source
    return {
      message: `${opening(failing)}: the request reaches ${end}, but the firewall of ${where} stops the reply from ${packet.source}: ${stopped.text}. Let replies of established connections through before that rule.`,
      evidence: evidenceOf(snapshot, [stopped.fact]),
      checks: [
        { where, argv: listChain(stopped.place) },
        { where: end, argv: ['ss', '-tn', 'state', 'syn-recv'] },
      ],
      fixes: [allowReply(stopped.place, packet)],
    }
  },
})
