// Asks cluster DNS from inside a pod, along its search list, and words the answer as nslookup does.
import type { NameMeasurement, NameQuery } from '../../model/measurement.ts'
import type { NetworkFile } from '../../model/network-file.ts'
import { probeNames } from '../../probe/probe-names.ts'

export async function lookUp(name: string, from: string, file: NetworkFile): Promise<string> {
  const [answer] = await probeNames(file, [{ from, name }], {})
  return answer ? asNslookup(answer) : `no namespace ${from}`
}

/** The question that decided: the one that was answered, else the last along the search list. */
export function asNslookup(answer: NameMeasurement): string {
  const questions = answer.queries.filter(({ type }) => type === 'A')
  const decided = questions.find(({ answers }) => answers.length > 0) ?? questions[0]
  if (!decided) return `getaddrinfo: ${answer.outcome} ${answer.addresses.join(' ')}`.trimEnd()
  return [`Server:  ${decided.server}`, ...wordsOf(decided, answer.name)].join('\n')
}

function wordsOf({ query, rcode, error, answers }: NameQuery, name: string): string[] {
  if (rcode === null) return [`** no answer: ${error ?? 'timeout'}`]
  if (rcode !== 'NOERROR') return [`** server can't find ${query.replace(/\.$/, '')}: ${rcode}`]
  if (answers.length === 0) return [`*** Can't find ${name}: No answer`]
  return answers.map(({ name: owner, type, data, ttlSeconds }) =>
    type === 'CNAME'
      ? `${owner}  canonical name = ${data}  (ttl ${ttlSeconds})`
      : `Name: ${owner}  Address: ${data}  (ttl ${ttlSeconds})`,
  )
}
