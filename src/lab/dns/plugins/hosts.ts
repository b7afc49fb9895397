// CoreDNS's hosts plugin: answers from lines in the Corefile, as /etc/hosts has them.
import { isIPv4 } from 'node:net'
import type { Answer as ResourceRecord } from 'dns-packet'
import type { HostsEntry } from '../../../model/name-files.ts'
import { answerWith, giveUp, normalName, type Plugin, zoneOf } from '../dns-answer.ts'
import { addressOfReverseName } from '../reverse-name.ts'

export interface HostsOptions {
  readonly zones: readonly string[]
  readonly entries: readonly HostsEntry[]
  readonly ttl: number
  readonly fallthrough: readonly string[]
}

/** plugin/hosts/hosts.go: without fallthrough every other name gets SERVFAIL, as there is no SOA to deny it with. */
export function hostsPlugin(options: HostsOptions): Plugin {
  return (next) => async (question) => {
    const reverse = addressOfReverseName(question.name)
    if (question.type === 'PTR' && reverse !== null) {
      const names = options.entries.filter((entry) => entry.address === reverse).flatMap((entry) => entry.names)
      if (names.length === 0) return next(question)
      return answerWith(names.map((data) => ({ type: 'PTR', name: question.name, ttl: options.ttl, data })))
    }
    if (zoneOf(question.name, options.zones) === undefined) return next(question)
    const addresses = options.entries
      .filter((entry) => entry.names.some((name) => normalName(name) === question.name))
      .map((entry) => entry.address)
    if (addresses.length === 0) {
      return zoneOf(question.name, options.fallthrough) === undefined ? giveUp('SERVFAIL') : next(question)
    }
    const records = addresses.map(
      (data): ResourceRecord => ({ type: isIPv4(data) ? 'A' : 'AAAA', name: question.name, ttl: options.ttl, data }),
    )
    return answerWith(records.filter((record) => record.type === question.type))
  }
}
