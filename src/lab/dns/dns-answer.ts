// What passes between the parts of a DNS server: a question, an answer, and whoever can give one.
import type { Answer as ResourceRecord } from 'dns-packet'

/** Names are in lower case and without the final dot, as dns-packet has them; the root is the empty string. */
export interface Question {
  readonly name: string
  readonly type: string
}

export type Rcode = 'NOERROR' | 'FORMERR' | 'SERVFAIL' | 'NXDOMAIN' | 'NOTIMP' | 'REFUSED'

export interface DnsAnswer {
  readonly rcode: Rcode
  readonly authoritative: boolean
  readonly answers: readonly ResourceRecord[]
  readonly authorities: readonly ResourceRecord[]
  readonly additionals: readonly ResourceRecord[]
  /** A plugin that gives up without writing a message: caches never see it (plugin.ClientWrite in CoreDNS). */
  readonly unwritten?: boolean
}

export type Handler = (question: Question) => Promise<DnsAnswer>

/** Builds a plugin's handler in front of the next one. */
export type Plugin = (next: Handler) => Handler

export function answerWith(answers: readonly ResourceRecord[], additionals: readonly ResourceRecord[] = []): DnsAnswer {
  return { rcode: 'NOERROR', authoritative: true, answers, authorities: [], additionals }
}

/** An error that a plugin returns for the server to write. */
export function giveUp(rcode: Rcode): DnsAnswer {
  return { rcode, authoritative: false, answers: [], authorities: [], additionals: [], unwritten: true }
}

/** Whether a name is a zone or lies in it. */
export function isInZone(name: string, zone: string): boolean {
  return zone === '' || name === zone || name.endsWith(`.${zone}`)
}

/** The longest zone that a name lies in. */
export function zoneOf(name: string, zones: readonly string[]): string | undefined {
  return zones.filter((zone) => isInZone(name, zone)).toSorted((a, b) => b.length - a.length)[0]
}

export function normalName(name: string): string {
  return name.toLowerCase().replace(/\.$/, '')
}
