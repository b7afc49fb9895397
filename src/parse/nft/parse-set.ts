// Parses nft's named sets and maps.
import type { Element, MapEntry, NamedSet } from '../../model/ruleset.ts'
import { fieldOf, has, type JsonObject, listOf, textOf } from '../json-value.ts'
import type { ValueKind } from './field-spec.ts'
import { parseElement } from './parse-value.ts'
import { parseMapEntry } from './parse-verdict-map.ts'
import { valueText } from './text/value-text.ts'

export function parseSet(set: JsonObject, name: string, dynamic: boolean): NamedSet {
  const kind = !has(set, 'map') ? 'set' : textOf(set, 'map') === 'verdict' ? 'verdict-map' : 'data-map'
  const kinds = kindsOf(fieldOf(set, 'type'))
  const elements: Element[] = []
  const entries: MapEntry[] = []
  const unknown: string[] = []
  for (const printed of listOf(set, 'elem')) {
    const entry = kind === 'verdict-map' ? parseMapEntry(printed, kinds) : null
    const key: unknown = kind === 'data-map' && Array.isArray(printed) ? printed[0] : printed
    const element = kind === 'verdict-map' ? null : parseElement(key, kinds)
    if (entry) entries.push(entry)
    else if (element) elements.push(element)
    else unknown.push(valueText(printed))
  }
  return { name, kind, elements, entries, dynamic, unknown }
}

/** A name, or one for each part of a concatenation. */
function kindsOf(type: unknown): readonly ValueKind[] {
  const names: readonly unknown[] = Array.isArray(type) ? type : [type]
  return names.map((name) => (typeof name === 'string' ? (kindOfType.get(name) ?? 'any-kind') : 'any-kind'))
}

const kindOfType: ReadonlyMap<string, ValueKind> = new Map<string, ValueKind>([
  ['ipv4_addr', 'address'],
  ['ipv6_addr', 'address'],
  ['inet_proto', 'protocol'],
  ['inet_service', 'number'],
  ['mark', 'mark'],
  ['ifname', 'link'],
  ['iface_index', 'link-index'],
  ['devgroup', 'link-group'],
  ['ct_state', 'name'],
  ['ct_dir', 'name'],
  ['nf_proto', 'name'],
  ['fib_addrtype', 'name'],
  ['ether_addr', 'name'],
  ['ether_type', 'ether-protocol'],
  ['icmp_type', 'icmp'],
  ['icmpv6_type', 'icmpv6'],
  ['dscp', 'dscp'],
  ['tcp_flag', 'tcp-flags'],
  ['pkt_type', 'packet-type'],
  ['uid', 'number'],
  ['gid', 'number'],
])
