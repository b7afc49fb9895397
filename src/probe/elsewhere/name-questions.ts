// The DNS questions that one name means along a client's search list, as messages for a client elsewhere, and its answers read.
import { encode } from 'dns-packet'
import type { NameQuery, Outcome } from '../../model/measurement.ts'
import { parseResolvConf } from '../../parse/parse-resolv-conf.ts'
import { decodeMessage, dnsQuestion, nameQuery } from '../client/dns-message.ts'
import { needsNoServer } from '../client/needs-no-server.ts'
import { searchCandidates } from '../client/search-candidates.ts'
import type { Question } from '../probe-protocol.ts'

/** In the order in which glibc comes to them: those of one step are asked side by side. */
export function searchSteps(name: string, resolvConf: string, hosts: string): Question[][] {
  if (needsNoServer(name, hosts)) return []
  const conf = parseResolvConf(resolvConf)
  return searchCandidates(name, conf).map((query) =>
    conf.nameservers.flatMap((server) => (['A', 'AAAA'] as const).map((type) => ({ query, type, server }))),
  )
}

/** A name that no message can hold is asked for by the C library alone. */
export function messageOf(question: Question): string | null {
  try {
    return encode(dnsQuestion(question)).toString('hex')
  } catch {
    return null
  }
}

export function readAnswer(question: Question, error: string, answer: string, delayMs: number): NameQuery {
  if (error !== '-') return nameQuery(question, { error: error as Outcome }, delayMs)
  const packet = decodeMessage(Buffer.from(answer, 'hex'))
  return nameQuery(question, packet === null ? { error: 'EPROTO' } : { packet }, delayMs)
}
