// DNS messages by hand: the question as it is sent, and the answer in the model's form.
import { randomInt } from 'node:crypto'
import { type DecodedPacket, decode } from 'dns-packet'
import type { NameQuery, Outcome } from '../../model/measurement.ts'
import type { Question } from '../probe-protocol.ts'
import { dnsRecords } from './dns-records.ts'

export interface DnsQuestion {
  readonly type: 'query'
  readonly id: number
  readonly flags: number
  readonly questions: { readonly type: Question['type']; readonly name: string }[]
}

export type DnsAnswer = { readonly packet: DecodedPacket } | { readonly error: Outcome }

export function dnsQuestion({ query, type }: Question): DnsQuestion {
  const recursionDesired = 0x0100
  return {
    type: 'query',
    id: randomInt(0x10000),
    flags: recursionDesired,
    questions: [{ type, name: query.replace(/\.$/, '') }],
  }
}

/** Null for what is no DNS message. */
export function decodeMessage(bytes: Buffer): DecodedPacket | null {
  try {
    return decode(bytes)
  } catch {
    return null
  }
}

export function nameQuery(question: Question, answer: DnsAnswer, delayMs: number): NameQuery {
  const packet = 'packet' in answer ? answer.packet : null
  return {
    ...question,
    rcode: packet === null ? null : rcodeOf(packet),
    error: 'error' in answer ? answer.error : null,
    answers: dnsRecords(packet?.answers ?? []),
    authority: dnsRecords((packet?.authorities ?? []).filter((record) => record.type === 'SOA')),
    delayMs,
  }
}

/** dns-packet decodes the rcode beside the flags; its types leave it out. */
function rcodeOf(packet: DecodedPacket): string {
  return (packet as DecodedPacket & { readonly rcode: string }).rcode
}
