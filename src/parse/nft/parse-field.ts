// Parses the left side of an nft comparison: which field of the packet, with which mask, and what it takes for granted.
import type { Field, FieldName, Match, RulesetFamily } from '../../model/ruleset.ts'
import { compare, exact } from '../compare.ts'
import { isObject, type JsonObject, listOf, objectOf, textOf, textsOf } from '../json-value.ts'
import { ctField, type FieldSpec, metaField, payloadField, type ValueKind } from './field-spec.ts'

export interface NftField {
  readonly field: Field
  readonly kind: ValueKind
  /** Matches that nft makes without printing them. */
  readonly implied: readonly Match[]
}

/** Null when the expression is none that the model has a field for. */
export function parseField(json: unknown, family: RulesetFamily): NftField | null {
  if (!isObject(json)) return null
  const [inner, mask] = listOf(json, '&')
  if (inner !== undefined) return maskedField(inner, mask, family)
  const spec = specOf(json, family)
  return spec && { field: { name: spec.name, mask: null }, kind: spec.kind, implied: impliedBy(spec, family) }
}

/** The parts of a concatenation, or the one field itself. */
export function parseFields(json: unknown, family: RulesetFamily): readonly NftField[] | null {
  const parts = isObject(json) && Array.isArray(json.concat) ? json.concat : [json]
  const fields = parts.map((part: unknown) => parseField(part, family))
  return fields.every((field) => field !== null) ? fields : null
}

function maskedField(inner: unknown, mask: unknown, family: RulesetFamily): NftField | null {
  const field = parseField(inner, family)
  if (!field || field.field.mask !== null) return null
  const usable =
    (field.kind === 'mark' && typeof mask === 'number') || (field.kind === 'address' && typeof mask === 'string')
  return usable ? { ...field, field: { ...field.field, mask: String(mask) } } : null
}

function specOf(json: JsonObject, family: RulesetFamily): FieldSpec | null {
  if (isObject(json.payload))
    return payloadField(textOf(json.payload, 'protocol') ?? '', textOf(json.payload, 'field') ?? '')
  if (isObject(json.ct)) return ctField(textOf(json.ct, 'key') ?? '', textOf(json.ct, 'dir'))
  if (isObject(json.fib)) return fibField(json.fib)
  if (isObject(json.socket)) return socketField(textOf(json.socket, 'key'))
  if (isObject(json.rt)) return textOf(json.rt, 'key') === 'mtu' ? { name: 'rt.mtu', kind: 'number' } : null
  const key = textOf(objectOf(json, 'meta'), 'key')
  if (key === null) return null
  // Where only IP passes, the protocol of the frame is the protocol of the packet.
  if (key === 'protocol' && (family === 'ip' || family === 'ip6' || family === 'inet'))
    return { name: 'meta.nfproto', kind: 'ip-version' }
  return metaField(key)
}

function fibField(fib: JsonObject): FieldSpec | null {
  const flags = [...textsOf(fib, 'flags')].sort().join(' ')
  const result = textOf(fib, 'result')
  if (result === 'type') {
    const name = fibTypes.get(flags)
    return name ? { name, kind: 'name' } : null
  }
  const name = result === 'oif' || result === 'check' ? fibLinks.get(flags) : undefined
  return name ? { name, kind: 'link-found' } : null
}

const fibTypes: ReadonlyMap<string, FieldName> = new Map<string, FieldName>([
  ['saddr', 'fib.source-type'],
  ['daddr', 'fib.destination-type'],
  ['iif saddr', 'fib.source-type-link'],
  ['daddr iif', 'fib.destination-type-link'],
])

const fibLinks: ReadonlyMap<string, FieldName> = new Map<string, FieldName>([
  ['iif saddr', 'fib.source-link'],
  ['iif mark saddr', 'fib.source-link-mark'],
  ['saddr', 'fib.source-any-link'],
])

function socketField(key: string | null): FieldSpec | null {
  if (key === 'transparent') return { name: 'socket.transparent', kind: 'yes-no' }
  return key === 'mark' ? { name: 'socket.mark', kind: 'mark' } : null
}

function impliedBy(spec: FieldSpec, family: RulesetFamily): Match[] {
  const matches: Match[] = []
  if (spec.nfproto && family !== 'ip' && family !== 'ip6') matches.push(compare('meta.nfproto', [exact(spec.nfproto)]))
  if (spec.l4proto) matches.push(compare('meta.l4proto', [exact(spec.l4proto)]))
  return matches
}
