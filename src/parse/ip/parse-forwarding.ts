// Parses `bridge -j -d fdb show`: where bridges and VXLAN devices send frames.
import type { FdbEntry } from '../../model/namespace.ts'
import { has, type JsonObject, textOf, textsOf } from '../json-value.ts'
import type { Parsed } from '../parsed.ts'

export function parseForwarding(printed: readonly JsonObject[]): Parsed<FdbEntry> {
  const facts: FdbEntry[] = []
  const problems: string[] = []
  for (const object of printed) {
    const link = textOf(object, 'ifname')
    const macAddress = textOf(object, 'mac')
    const text = entryText(object)
    if (link === null || macAddress === null) {
      problems.push(`forwarding entry not understood: ${text}`)
      continue
    }
    facts.push({
      link,
      macAddress,
      master: textOf(object, 'master'),
      destination: textOf(object, 'dst'),
      flags: textsOf(object, 'flags'),
      state: textOf(object, 'state') ?? '',
      text,
    })
  }
  return { facts, problems }
}

// Order: iproute2 bridge/fdb.c print_fdb().
function entryText(object: JsonObject): string {
  const words = [
    textOf(object, 'mac'),
    named(object, 'ifname', 'dev'),
    named(object, 'dst', 'dst'),
    named(object, 'vlan', 'vlan'),
    named(object, 'port', 'port'),
    named(object, 'vni', 'vni'),
    named(object, 'src_vni', 'src_vni'),
    named(object, 'viaIf', 'via'),
    ...textsOf(object, 'flags'),
    named(object, 'master', 'master'),
    textOf(object, 'state'),
  ]
  return words.filter((word) => word !== null && word !== '').join(' ')
}

function named(object: JsonObject, key: string, word: string): string | null {
  return has(object, key) ? `${word} ${textOf(object, key)}` : null
}
