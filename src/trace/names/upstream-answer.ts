// What the resolvers behind cluster DNS answer: only what a client was told is known of them.
import type { NameQuery } from '../../model/measurement.ts'
import { bareName } from './bare-name.ts'
import type { Names } from './compile-names.ts'
import type { Answered, DnsAnswer } from './corefile-answer.ts'

interface Question {
  readonly name: string
  readonly type: 'A' | 'AAAA'
}

export function upstreamAnswer(names: Names, question: Question): DnsAnswer {
  const direct = names.measured.get(`${question.name} ${question.type}`) ?? []
  const answers = [
    ...direct.filter((query) => names.upstreams.has(query.server)),
    ...direct.filter((query) => names.clusterDns.has(query.server)),
  ]
  return (
    firstOf(answers) ??
    fromAlias(names, question) ?? { undetermined: `nobody asked the upstream resolver for ${question.name}` }
  )
}

function firstOf(queries: readonly NameQuery[]): Answered | null {
  for (const query of queries) {
    const { rcode } = query
    if (rcode !== 'NOERROR' && rcode !== 'NXDOMAIN' && rcode !== 'SERVFAIL' && rcode !== 'REFUSED') continue
    return { rcode, records: recordsOf(query), facts: [] }
  }
  return null
}

/** An answer that leads to the name by an alias tells what upstream said of it: its addresses, or that there is none. */
function fromAlias(names: Names, question: Question): Answered | null {
  for (const query of [...names.measured.values()].flat()) {
    if (query.type !== question.type || query.rcode !== 'NOERROR') continue
    const records = recordsOf(query)
    if (!records.some((record) => record.type === 'CNAME' && bareName(record.data) === question.name)) continue
    const own = records.filter((record) => record.name === question.name)
    return { rcode: own.length > 0 ? 'NOERROR' : null, records: own, facts: [] }
  }
  return null
}

function recordsOf(query: NameQuery): Answered['records'] {
  return query.answers.map(({ name, type, data }) => ({
    name: bareName(name),
    type,
    data: type === 'CNAME' ? bareName(data) : data,
  }))
}
