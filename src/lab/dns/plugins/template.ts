// CoreDNS's template plugin: fixed answers for names that match a pattern; of Go's templates only {{ .Name }}.
import { isIPv4 } from 'node:net'
import type { Answer as ResourceRecord } from 'dns-packet'
import { giveUp, normalName, type Plugin, type Rcode, zoneOf } from '../dns-answer.ts'

export interface TemplateOptions {
  /** `ANY` for every type. */
  readonly type: string
  readonly zones: readonly string[]
  readonly patterns: readonly RegExp[]
  /** Zone file lines: `{{ .Name }} 60 IN A 192.0.2.1`. */
  readonly answers: readonly string[]
  readonly rcode: Rcode
  readonly fallthrough: readonly string[]
}

export function templatePlugin(options: TemplateOptions): Plugin {
  return (next) => async (question) => {
    const { zones, type, patterns, rcode } = options
    if (zoneOf(question.name, zones) === undefined || (type !== 'ANY' && type !== question.type)) return next(question)
    if (!patterns.some((pattern) => pattern.test(`${question.name}.`))) {
      return zoneOf(question.name, options.fallthrough) === undefined ? giveUp('SERVFAIL') : next(question)
    }
    if (rcode === 'SERVFAIL') return giveUp(rcode)
    const answers = options.answers.map((line) => recordOf(line, question.name))
    return { rcode, authoritative: true, answers, authorities: [], additionals: [] }
  }
}

function recordOf(line: string, name: string): ResourceRecord {
  const [owner = '', ...rest] = line.replaceAll(/\{\{\s*\.Name\s*\}\}/g, `${name}.`).split(/\s+/)
  const ttl = /^\d+$/.test(rest[0] ?? '') ? Number(rest.shift()) : 3600
  const [type, data = ''] = rest.filter((word) => word !== 'IN')
  if (type === 'CNAME') return { type, name: normalName(owner), ttl, data: normalName(data) }
  return { type: isIPv4(data) ? 'A' : 'AAAA', name: normalName(owner), ttl, data }
}
