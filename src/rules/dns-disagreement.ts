// Cluster DNS answers otherwise than the objects say: from a cache, or because it has not learned of them.
import type { Connection, ExpectedAnswer } from '../model/connection.ts'
import type { NameMeasurement, NameQuery } from '../model/measurement.ts'

export interface DnsDisagreement {
  readonly said: ExpectedAnswer
  readonly got: NameQuery
  /** The same question after more than a second, and SRV for the same name, which nobody had asked before. */
  readonly again: NameMeasurement['again'][number]
  readonly fresh: NameMeasurement['again'][number] | null
  /** cache: the answer's time runs down. not-updated: the server made it just now, from objects that are not these. */
  readonly why: 'cache' | 'not-updated'
}

/** The first question, along the search list, whose answer is not what the objects say; null as well when it was not asked again. */
export function dnsDisagreement({ expected, asked }: Pick<Connection, 'expected' | 'asked'>): DnsDisagreement | null {
  if (!expected || !asked) return null
  for (const said of expected.questions) {
    const got = asked.queries.find((query) => sameName(query.query, said.query) && query.type === said.type)
    if (!got || said.facts.length === 0 || said.type !== 'A' || agrees(said, got)) continue
    const again = asked.again.find((query) => sameName(query.query, said.query) && query.type === 'A')
    if (!again || again.rcode === null) continue
    const fresh = asked.again.find((query) => sameName(query.query, said.query) && query.type === 'SRV') ?? null
    return { said, got, again, fresh, why: whyOther(said, got, again, fresh) }
  }
  return null
}

/** `A 172.18.0.4 (TTL 18)`, `NXDOMAIN (TTL 12)`. */
export function answerText(query: NameQuery): string {
  const records = query.answers.map(({ type, data }) => `${type} ${data}`).join(', ')
  const ttl = ttlOf(query)
  return `${records || (query.rcode === 'NOERROR' ? 'no record' : (query.rcode ?? 'no answer'))}${ttl === null ? '' : ` (TTL ${ttl})`}`
}

export function ttlOf(query: NameQuery): number | null {
  const ttls = [...query.answers, ...query.authority].map((record) => record.ttlSeconds)
  return ttls.length === 0 ? null : Math.min(...ttls)
}

/** Addresses; of an alias, whose end is not the cluster's to say, the alias alone. */
function agrees(said: ExpectedAnswer, got: NameQuery): boolean {
  if (said.rcode === null || got.rcode === null) return true
  if (said.rcode !== got.rcode) return false
  const aliased = said.answers.some(({ type }) => type === 'CNAME')
  const wanted = aliased ? 'CNAME' : said.type
  const data = (records: readonly { readonly type: string; readonly data: string }[]) =>
    [...new Set(records.filter(({ type }) => type === wanted).map((record) => bare(record.data)))].toSorted().join(' ')
  return data(said.answers) === data(got.answers)
}

/** A TTL that stays is no cache's (plugin/cache takes whole seconds off). One that runs down is: of an answer that was kept, or of one
 *  made for the first question. Then the answer that nobody had asked for before tells what the server knows now. */
function whyOther(
  said: ExpectedAnswer,
  got: NameQuery,
  again: NameQuery,
  fresh: NameQuery | null,
): DnsDisagreement['why'] {
  const [before, after, other] = [ttlOf(got), ttlOf(again), fresh && ttlOf(fresh)]
  if (before !== null && after !== null && after >= before) return 'not-updated'
  if (fresh === null || other === null || after === null || other <= after) return 'cache'
  return knowsOf(said, fresh) ? 'cache' : 'not-updated'
}

/** Whether an SRV answer fits: the Service is there or not, and its endpoints are called by the addresses that the objects have. */
function knowsOf(said: ExpectedAnswer, fresh: NameQuery): boolean {
  if (fresh.rcode !== said.rcode) return false
  const dashed = (address: string) => `${address.replaceAll(/[.:]/g, '-')}.`
  const targets = fresh.answers.map((record) => record.data.split(' ').at(-1) ?? '')
  const byAddress = targets.filter((target) => /^[0-9a-f]+(-[0-9a-f]*)+\./.test(target))
  return byAddress.every((target) => said.answers.some(({ data }) => target.startsWith(dashed(data))))
}

function sameName(left: string, right: string): boolean {
  return bare(left) === bare(right)
}

function bare(name: string): string {
  return name.toLowerCase().replace(/\.$/, '')
}
