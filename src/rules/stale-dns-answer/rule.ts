// Cluster DNS hands out an old address from its cache: the objects have another by now.

import { disagreementRule } from '../disagreement-rule.ts'
import type { DnsDisagreement } from '../dns-disagreement.ts'
import { answerText, ttlOf } from '../dns-disagreement.ts'
import { emptyTheCache } from '../empty-dns-cache.ts'
import { subjectOf, subjectText } from '../finding-about.ts'

export const rule = disagreementRule(
  'stale-dns-answer',
  'Cluster DNS still answers with an old address from its cache',
  (connection, disagreement) => {
    const { said, got, again, why } = disagreement
    if (why !== 'cache' || said.answers.length === 0 || got.answers.length === 0) return null
    return {
      message: `${subjectText(subjectOf(connection))} is dialled at an old address: cluster DNS answers ${connection.to.name} with ${answerText(got)}, which it keeps in its cache, while the objects say ${wanted(disagreement)}. It heals within ${ttlOf(again) ?? 0} s; wait, or empty the cache.`,
      fixes: emptyTheCache(ttlOf(again) ?? 0),
    }
  },
)

function wanted({ said }: DnsDisagreement): string {
  return said.answers.map(({ type, data }) => `${type} ${data}`).join(', ')
}
