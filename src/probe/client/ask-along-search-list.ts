// Asks for a name's addresses along the search list as glibc's resolver does, every server, and keeps each answer.
// Source: glibc resolv/res_query.c __res_context_search().
import type { NameQuery } from '../../model/measurement.ts'
import { parseResolvConf } from '../../parse/parse-resolv-conf.ts'
import { askQuestion } from './ask-question.ts'
import { searchCandidates } from './search-candidates.ts'

/** Until a name has an address, or all were asked, or no server answers. */
export async function askAlongSearchList(name: string, resolvConf: string): Promise<NameQuery[]> {
  const conf = parseResolvConf(resolvConf)
  const queries: NameQuery[] = []
  for (const query of searchCandidates(name, conf)) {
    const asked = await Promise.all(
      conf.nameservers.flatMap((server) =>
        (['A', 'AAAA'] as const).map((type) => askQuestion({ query, type, server })),
      ),
    )
    queries.push(...asked)
    if (asked.some((answer) => answer.answers.some(({ type }) => type === 'A' || type === 'AAAA'))) break
    if (asked.every((answer) => answer.rcode === null)) break
  }
  return queries
}
