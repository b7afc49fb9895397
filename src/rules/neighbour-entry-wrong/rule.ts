// A fixed entry of the neighbour table names a MAC address that is not the next hop's.
import { parseFactId } from '../../trace/facts/parse-fact-id.ts'
import { evidenceOf } from '../finding-about.ts'
import { ipCommand } from '../ip-command.ts'
import { opening } from '../opening.ts'
import { pathRule } from '../path-rule.ts'
import { wrongNeighbour } from '../wrong-neighbour.ts'

export const rule = pathRule({
  name: 'neighbour-entry-wrong',
  title: 'An entry of the neighbour table names the wrong MAC address',
  stage: 5,
  inputs: ['connections', 'snapshot'],
  explainsAstray: true,
  explain: (failing, { snapshot }) => {
    const wrong = wrongNeighbour(failing, snapshot)
    if (!wrong) return null
    const { entry, fact, owner } = wrong
    const where = parseFactId(fact).namespace
    const whose = owner === null ? 'which nobody there has' : `which is that of ${owner}`
    return {
      message: `${opening(failing)}: the neighbour table of ${where} holds a fixed entry for ${entry.address} with the MAC address ${entry.macAddress}, ${whose}, so every packet for it is lost. Delete the entry; the right address is then learned.`,
      evidence: evidenceOf(snapshot, [fact]),
      checks: [{ where, argv: ipCommand(entry.address, 'neigh', 'show', entry.address) }],
      fixes: [
        {
          title: 'Delete the fixed entry',
          reversible: true,
          widens: [],
          actions: [
            {
              kind: 'exec',
              where,
              argv: ipCommand(entry.address, 'neigh', 'del', entry.address, 'dev', entry.link),
            },
          ],
        },
      ],
    }
  },
})
