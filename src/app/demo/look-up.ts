// Asks cluster DNS from inside a pod, along its search list, and words the answer as nslookup does.
import type { NameMeasurement, NameQuery } from '../../model/measurement.ts'
import type { NetworkFile } from '../../model/network-file.ts'
import { probeNames } from '../../probe/probe-names.ts'

export async function lookUp(name: string, from: string, file: NetworkFile): Promise<string> {
  const [answer] = await probeNames(file, [{ from, name }], {})
  return answer ? asNslookup(answer) : `no namespace ${from}`
}

/** The question that was answered; without one, that of a name which is there and has no address; else the search list found nothing. */
export function asNslookup({ name, outcome, addresses, queries }: NameMeasurement): string {
  const questions = queries.filter(({ type }) => type === 'A')
  const told =
    questions.find(({ answers }) => answers.length > 0) ??
    questions.find(({ rcode }) => rcode === 'NOERROR') ??
    questions.at(-1)
  // The hosts file answers without any server.
  if (!told) return `${name}: ${outcome} ${addresses.join(' ')}`.trimEnd()
  return [`Server:  ${told.server}`, ...answerLines(told, name.replace(/\.$/, ''))].join('\n')
}

function answerLines({ rcode, error, answers }: NameQuery, name: string): string[] {
  if (rcode === null) return [`;; no answer: ${error ?? 'timeout'}`]
  if (rcode !== 'NOERROR') return [`** server can't find ${name}: ${rcode}`]
  if (answers.length === 0) return [`*** Can't find ${name}: No answer`]
  return answers.map(({ name: owner, type, data, ttlSeconds }) =>
    type === 'CNAME'
      ? `${owner}  canonical name = ${data}  (ttl ${ttlSeconds})`
      : `Name: ${owner}  Address: ${data}  (ttl ${ttlSeconds})`,
  )
}
