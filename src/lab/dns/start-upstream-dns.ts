// The resolver of the practice network's nodes: names of containers and LAN machines from a file, as Docker's own answers them.
import { readFile } from 'node:fs/promises'
import { isIPv4 } from 'node:net'
import type { Answer as ResourceRecord } from 'dns-packet'
import type { DnsAnswer, Question } from './dns-answer.ts'
import { listenForDns } from './dns-sockets.ts'
import { addressOfReverseName } from './reverse-name.ts'
import type { RunningDns } from './start-cluster-dns.ts'

export interface UpstreamDnsOptions {
  /** Path of a JSON file: `{"cache": ["172.18.0.4"], "db.lan": ["192.168.50.20"]}`. Read anew for every question. */
  readonly zone: string
  readonly addresses: readonly string[]
  /** Default 53. */
  readonly port?: number
}

type Zone = Readonly<Record<string, readonly string[]>>

export async function startUpstreamDns(options: UpstreamDnsOptions): Promise<RunningDns> {
  return listenForDns(options.addresses, options.port ?? 53, async (question) =>
    upstreamAnswer(JSON.parse(await readFile(options.zone, 'utf8')) as Zone, question),
  )
}

/** Docker's resolver: 600 s for its own names, an empty answer where a name has no address of that family. */
function upstreamAnswer(zone: Zone, question: Question): DnsAnswer {
  const { name } = question
  if (question.type === 'PTR') {
    const address = addressOfReverseName(name)
    const names = Object.keys(zone).filter((candidate) => address !== null && zone[candidate]?.includes(address))
    return names.length === 0 ? denied() : noError(names.map((data) => ({ type: 'PTR', name, ttl: 600, data })))
  }
  const addresses = zone[name]
  if (!addresses) return denied()
  const records = addresses.map((data): ResourceRecord => ({ type: isIPv4(data) ? 'A' : 'AAAA', name, ttl: 600, data }))
  return noError(records.filter((record) => record.type === question.type))
}

function noError(answers: readonly ResourceRecord[]): DnsAnswer {
  return { rcode: 'NOERROR', authoritative: false, answers, authorities: [], additionals: [] }
}

/** As a server behind it says of a top-level domain that is not there: the root's SOA. */
function denied(): DnsAnswer {
  const data = {
    mname: 'a.root-servers.net',
    rname: 'nstld.verisign-grs.com',
    serial: 2026010100,
    refresh: 1800,
    retry: 900,
    expire: 604800,
    minimum: 86400,
  }
  const soa: ResourceRecord = { type: 'SOA', name: '.', ttl: 86400, data }
  return { rcode: 'NXDOMAIN', authoritative: false, answers: [], authorities: [soa], additionals: [] }
}
