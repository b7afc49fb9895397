// CoreDNS's forward plugin: asks upstream servers, and gives SERVFAIL when none of them answers.
import { type DnsAnswer, giveUp, type Plugin, zoneOf } from '../dns-answer.ts'
import { exchange, type Server } from '../exchange.ts'

export interface ForwardOptions {
  readonly zones: readonly string[]
  readonly except: readonly string[]
  readonly servers: readonly Server[]
}

/** plugin/forward/forward.go: two tries a server, 5 s in all; pkg/proxy reads for 2 s. */
export function forwardPlugin(options: ForwardOptions, log: (line: string) => void): Plugin {
  return (next) => async (question) => {
    const { zones, except, servers } = options
    const ignored = zoneOf(question.name, except) !== undefined
    if (ignored || zoneOf(question.name, zones) === undefined) return next(question)
    const giveUpAtMs = performance.now() + 5000
    for (const server of [...servers, ...servers]) {
      const leftMs = Math.min(2000, giveUpAtMs - performance.now())
      if (leftMs <= 0) break
      try {
        return unsigned(await exchange(server, question, leftMs))
      } catch (error) {
        log(`[ERROR] plugin/errors: 2 ${question.name}. ${question.type}: ${(error as Error).message}`)
      }
    }
    return giveUp('SERVFAIL')
  }
}

function unsigned(answer: DnsAnswer): DnsAnswer {
  return { ...answer, additionals: answer.additionals.filter((record) => record.type !== 'OPT') }
}
