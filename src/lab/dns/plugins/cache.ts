// CoreDNS's cache plugin: keeps answers and denials, and hands them out with the time they still have.
import type { Answer as ResourceRecord } from 'dns-packet'
import { type DnsAnswer, type Plugin, type Question, zoneOf } from '../dns-answer.ts'

export interface CacheOptions {
  readonly zones: readonly string[]
  readonly success: CacheLimits
  readonly denial: CacheLimits
  readonly failureSeconds: number
}

export interface CacheLimits {
  readonly mostSeconds: number
  readonly leastSeconds: number
  /** Zones of which nothing is kept. */
  readonly except: readonly string[]
}

interface Entry {
  readonly answer: DnsAnswer
  readonly storedAtMs: number
  readonly seconds: number
}

type Kind = 'success' | 'denial' | 'failure' | 'other'

/** `nowMs` is a clock that never goes back. */
export function cachePlugin(options: CacheOptions, nowMs: () => number): Plugin {
  const successes = new Map<string, Entry>()
  const denials = new Map<string, Entry>()
  return (next) => async (question) => {
    if (zoneOf(question.name, options.zones) === undefined) return next(question)
    const key = `${question.name} ${question.type}`
    const kept = fresh(denials.get(key), nowMs()) ?? fresh(successes.get(key), nowMs())
    if (kept) return { ...withTtl(kept.answer, kept.seconds), authoritative: true }
    const answer = await next(question)
    if (answer.unwritten) return answer
    const kind = kindOf(answer)
    const seconds = secondsToKeep(options, kind, answer)
    if (seconds > 0 && isKept(options, kind, question, answer)) {
      const store = kind === 'success' ? successes : denials
      store.set(key, { answer, storedAtMs: nowMs(), seconds })
    }
    return withTtl(answer, seconds)
  }
}

/** plugin/cache/item.go, ttl: whole seconds passed. */
function fresh(entry: Entry | undefined, nowMs: number): { answer: DnsAnswer; seconds: number } | null {
  if (!entry) return null
  const seconds = entry.seconds - Math.floor((nowMs - entry.storedAtMs) / 1000)
  return seconds > 0 ? { answer: entry.answer, seconds } : null
}

/** plugin/pkg/response/typify.go. A lone alias is a success (until the releases of 2026-08 when no SOA comes with it). */
function kindOf(answer: DnsAnswer): Kind {
  const { rcode, answers } = answer
  if (rcode === 'NOERROR') return answers.length === 0 && hasSoa(answer) ? 'denial' : 'success'
  if (rcode === 'NXDOMAIN') return answers.length === 0 ? 'denial' : 'other'
  return rcode === 'SERVFAIL' || rcode === 'NOTIMP' ? 'failure' : 'other'
}

function secondsToKeep(options: CacheOptions, kind: Kind, answer: DnsAnswer): number {
  if (kind === 'failure' || kind === 'other') return options.failureSeconds
  const { leastSeconds, mostSeconds } = options[kind]
  return Math.min(Math.max(leastTtl(answer), leastSeconds), mostSeconds)
}

/** plugin/cache/cache.go, key and set: a denial without an SOA is not kept. */
function isKept(options: CacheOptions, kind: Kind, question: Question, answer: DnsAnswer): boolean {
  if (kind === 'other' || (answer.rcode === 'NXDOMAIN' && !hasSoa(answer))) return false
  const { except } = kind === 'success' ? options.success : options.denial
  return zoneOf(question.name, except) === undefined
}

function hasSoa(answer: DnsAnswer): boolean {
  return answer.authorities.some((record) => record.type === 'SOA')
}

/** plugin/pkg/dnsutil/ttl.go: 5 seconds for a message without any record. */
function leastTtl(answer: DnsAnswer): number {
  const records = [...answer.answers, ...answer.authorities, ...answer.additionals]
  return records.length === 0 ? 5 : Math.min(...records.map(ttlOf))
}

function ttlOf(record: ResourceRecord): number {
  return 'ttl' in record ? (record.ttl ?? 0) : 0
}

/** plugin/cache/dnssec.go, filterRRSlice: every record gets the same time, on the first answer too. */
function withTtl(answer: DnsAnswer, seconds: number): DnsAnswer {
  const changed = (records: readonly ResourceRecord[]) =>
    records.map((record) => ({ ...record, ttl: seconds }) as ResourceRecord)
  return {
    ...answer,
    answers: changed(answer.answers),
    authorities: changed(answer.authorities),
    additionals: changed(answer.additionals),
  }
}
