// Cluster DNS remembers that a name was not there; meanwhile its objects are.

import { disagreementRule } from '../disagreement-rule.ts'
import { answerText, ttlOf } from '../dns-disagreement.ts'
import { emptyTheCache } from '../empty-dns-cache.ts'
import { subjectOf, subjectText } from '../finding-about.ts'

export const rule = disagreementRule(
  'negative-dns-answer-cached',
  'Cluster DNS remembers that the name was not there',
  (connection, { said, got, again, why }) => {
    if (why !== 'cache' || said.answers.length === 0 || got.answers.length > 0) return null
    const wanted = said.answers.map(({ type, data }) => `${type} ${data}`).join(', ')
    return {
      message: `${subjectText(subjectOf(connection))} cannot be dialled yet: cluster DNS answers ${connection.to.name} with ${answerText(got)}, a denial that it keeps in its cache, while the objects say ${wanted}. Somebody asked before they were made. It heals within ${ttlOf(again) ?? 0} s; wait, or empty the cache.`,
      fixes: emptyTheCache(ttlOf(again) ?? 0),
    }
  },
)
