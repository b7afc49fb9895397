// Parses the values that nft compares with: addresses, prefixes, ranges, numbers, names, and concatenations of them.
import type { Element, Value } from '../../model/ruleset.ts'
import { exact, linkName, prefix, range } from '../compare.ts'
import { fieldOf, isObject, listOf, numberOf, objectOf, textOf } from '../json-value.ts'
import { protocolName } from '../protocol-name.ts'
import type { ValueKind } from './field-spec.ts'
import { dscpClasses, icmpTypes, icmpv6Types, tcpFlags } from './symbols.ts'

/** One element, with as many parts as there are kinds; null when any of it is not known. */
export function parseElement(json: unknown, kinds: readonly ValueKind[]): Element | null {
  const value = unwrap(json)
  if (value === '*') return kinds.map(() => ({ kind: 'any' }))
  const parts = isObject(value) && Array.isArray(value.concat) ? value.concat : [value]
  if (parts.length !== kinds.length) return null
  const values = parts.map((part: unknown, index) => parseValue(part, kinds[index] ?? 'any-kind'))
  return values.every((one) => one !== null) ? values : null
}

export function parseValue(json: unknown, kind: ValueKind): Value | null {
  const value = unwrap(json)
  if (value === '*') return { kind: 'any' }
  if (isObject(value)) {
    if (Object.hasOwn(value, 'prefix')) return parsePrefix(objectOf(value, 'prefix'))
    if (Object.hasOwn(value, 'range')) return parseRange(listOf(value, 'range'), kind)
    if (kind === 'tcp-flags') return flagsValue(value)
    return null
  }
  if (kind === 'tcp-flags') return flagsValue(value)
  if (kind === 'link' && typeof value === 'string') return linkName(value, '*')
  const text = scalarText(value, kind)
  if (text === null) return null
  return isAddress(text) && (kind === 'address' || kind === 'any-kind')
    ? prefix(`${text}/${text.includes(':') ? 128 : 32}`)
    : kind === 'address'
      ? null
      : exact(text)
}

/** An element with a timeout, a counter or a comment is wrapped. */
export function unwrap(json: unknown): unknown {
  if (!isObject(json) || !isObject(json.elem)) return json
  return fieldOf(json.elem, 'val')
}

/** TCP flags as a number: `syn`, a list or an `or` of names. */
export function flagBits(json: unknown): number | null {
  if (typeof json === 'number') return json
  if (typeof json === 'string') return tcpFlags.get(json) ?? null
  const parts = Array.isArray(json) ? json : isObject(json) ? listOf(json, '|') : []
  if (parts.length === 0) return null
  let bits = 0
  for (const part of parts) {
    const bit = flagBits(part)
    if (bit === null) return null
    bits |= bit
  }
  return bits
}

function flagsValue(json: unknown): Value | null {
  const bits = flagBits(json)
  return bits === null ? null : exact(bits)
}

function parsePrefix(json: ReturnType<typeof objectOf>): Value | null {
  const address = textOf(json, 'addr')
  const length = numberOf(json, 'len')
  return address !== null && length !== null && isAddress(address) ? prefix(`${address}/${length}`) : null
}

function parseRange(ends: readonly unknown[], kind: ValueKind): Value | null {
  const [from, to] = ends.map((end) => scalarText(end, kind))
  return ends.length === 2 && from != null && to != null ? range(from, to) : null
}

function isAddress(text: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(text) || /^[0-9a-f:]*:[0-9a-f]*:[0-9a-f:.]*$/i.test(text)
}

/** One number or name as the model writes it; null when this kind does not have it. */
function scalarText(value: unknown, kind: ValueKind): string | null {
  if (typeof value === 'boolean') return kind === 'yes-no' ? (value ? '1' : '0') : null
  if (typeof value === 'number') {
    if (kind === 'protocol') return protocolName(String(value))
    return kind === 'link-index' || kind === 'link' || kind === 'address' ? null : String(value)
  }
  if (typeof value !== 'string') return null
  const symbols = symbolsOf.get(kind)
  if (symbols) return symbols.has(value) ? String(symbols.get(value)) : numberText(value)
  switch (kind) {
    case 'protocol':
      return protocolName(value)
    case 'packet-type':
      return value === 'unicast' ? 'host' : value
    // nft prints the index of a link that is gone.
    case 'link-index':
      return /^\d+$/.test(value) ? null : value
    case 'number':
    case 'mark':
    case 'yes-no':
      return numberText(value)
    case 'ip-version':
      return value === 'ip' ? 'ipv4' : value === 'ip6' ? 'ipv6' : value.toLowerCase()
    case 'name':
    case 'ether-protocol':
      return value.toLowerCase()
    default:
      return value
  }
}

function numberText(text: string): string | null {
  return /^(0x[0-9a-f]+|\d+)$/i.test(text) ? String(Number(text)) : null
}

const symbolsOf: ReadonlyMap<ValueKind, ReadonlyMap<string, number>> = new Map<ValueKind, ReadonlyMap<string, number>>([
  ['icmp', icmpTypes],
  ['icmpv6', icmpv6Types],
  ['dscp', dscpClasses],
  ['link-group', new Map([['default', 0]])],
])
