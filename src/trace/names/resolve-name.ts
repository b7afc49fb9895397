// What getaddrinfo() in a pod should give for a name: hosts file, search list, cluster DNS, as glibc goes through them.
import type { ExpectedAnswer, ExpectedName } from '../../model/connection.ts'
import type { Outcome } from '../../model/measurement.ts'
import type { HostsEntry, ResolvConf } from '../../model/name-files.ts'
import { parseAddress } from '../address.ts'
import { bareName } from './bare-name.ts'
import type { Names } from './compile-names.ts'
import { clusterDnsAnswer, type DnsAnswer } from './corefile-answer.ts'
import { searchList } from './search-list.ts'

/** `from`: name of the namespace in which the client stands. */
export function resolveName(names: Names, from: string, name: string): ExpectedName {
  const literal = parseAddress(name)
  if (literal) return resolved(name, [literal.text], [], null)
  const inHosts = hostsAddresses(names.files.hosts.get(from), name)
  if (inHosts.length > 0) return resolved(name, inHosts, [], null)
  const resolvConf = names.files.resolvConf.get(from)
  if (!resolvConf) return undetermined(name, [], `the resolv.conf of ${from} was not read`)
  return askAlong(names, name, resolvConf)
}

/** nsswitch.conf(5), `hosts: files dns`: a name in the file is never asked for. */
function hostsAddresses(entries: readonly HostsEntry[] | undefined, name: string): string[] {
  const bare = bareName(name)
  return (entries ?? [])
    .filter((entry) => entry.names.some((known) => bareName(known) === bare))
    .map((entry) => entry.address)
}

/** glibc resolv/res_query.c, __res_context_search, with A and AAAA asked together. */
function askAlong(names: Names, name: string, resolvConf: ResolvConf): ExpectedName {
  const questions: ExpectedAnswer[] = []
  const failures: { readonly outcome: Outcome; readonly asIs: boolean }[] = []
  for (const candidate of searchList(name, resolvConf)) {
    const answers = (['A', 'AAAA'] as const).map((type) => ({
      type,
      answer: askServer(names, resolvConf, candidate.name, type),
    }))
    questions.push(
      ...answers.map(({ type, answer }) => ({
        query: `${candidate.name}.`,
        type,
        rcode: 'undetermined' in answer ? null : answer.rcode,
        answers:
          'undetermined' in answer ? [] : answer.records.map((record) => ({ ...record, name: `${record.name}.` })),
        facts: 'undetermined' in answer ? [] : answer.facts,
      })),
    )
    for (const { answer } of answers) {
      if ('undetermined' in answer) return undetermined(name, questions, answer.undetermined)
    }
    const known = answers.flatMap(({ answer }) => ('undetermined' in answer ? [] : [answer]))
    const records = known.flatMap((answer) => answer.records)
    const addresses = records.filter((record) => record.type === 'A' || record.type === 'AAAA')
    const query = `${candidate.name}.`
    if (addresses.length > 0) {
      return resolved(
        name,
        addresses.map((record) => record.data),
        questions,
        query,
      )
    }
    // An answer that holds an alias ends the search, though it holds no address.
    if (records.length > 0) return failed(name, 'EAI_NONAME', questions, query)
    const outcome = outcomeWithoutRecords(known.map((answer) => answer.rcode))
    failures.push({ outcome, asIs: candidate.asIs })
  }
  return failed(name, outcomeOfAll(failures), questions, null)
}

function askServer(names: Names, { nameservers }: ResolvConf, name: string, type: 'A' | 'AAAA'): DnsAnswer {
  const [server = ''] = nameservers
  if (names.clusterDns.has(server)) return clusterDnsAnswer(names, { name, type })
  const asked = (names.measured.get(`${name} ${type}`) ?? []).find((query) => query.server === server)
  if (asked?.rcode === 'NOERROR' || asked?.rcode === 'NXDOMAIN' || asked?.rcode === 'SERVFAIL') {
    const records = asked.answers.map((record) => ({
      name: bareName(record.name),
      type: record.type,
      data: record.data,
    }))
    return { rcode: asked.rcode, records, facts: [] }
  }
  return { undetermined: `nameserver ${server} is not the cluster's DNS` }
}

function outcomeWithoutRecords(rcodes: readonly ExpectedAnswer['rcode'][]): Outcome {
  if (rcodes.some((rcode) => rcode === 'SERVFAIL' || rcode === 'REFUSED')) return 'EAI_AGAIN'
  return rcodes.includes('NOERROR') ? 'EAI_NODATA' : 'EAI_NONAME'
}

/** What the name as written gave counts if it was tried first; else an empty answer, then a failure, anywhere on the list. */
function outcomeOfAll(failures: readonly { readonly outcome: Outcome; readonly asIs: boolean }[]): Outcome {
  const [first] = failures
  if (first?.asIs) return first.outcome
  const all = failures.map(({ outcome }) => outcome)
  return (
    all.find((outcome) => outcome === 'EAI_NODATA') ?? all.find((outcome) => outcome === 'EAI_AGAIN') ?? 'EAI_NONAME'
  )
}

function resolved(
  name: string,
  addresses: readonly string[],
  questions: readonly ExpectedAnswer[],
  decidedBy: string | null,
): ExpectedName {
  const known = [...new Set(addresses)].flatMap((text) => parseAddress(text) ?? [])
  const list = known.map(({ family, text }) => ({ family, address: text }))
  return { name, outcome: 'resolved', addresses: list, questions, decidedBy, why: null }
}

function failed(
  name: string,
  outcome: Outcome,
  questions: readonly ExpectedAnswer[],
  decidedBy: string | null,
): ExpectedName {
  return { name, outcome, addresses: [], questions, decidedBy, why: null }
}

function undetermined(name: string, questions: readonly ExpectedAnswer[], why: string): ExpectedName {
  return { name, outcome: 'undetermined', addresses: [], questions, decidedBy: null, why }
}
