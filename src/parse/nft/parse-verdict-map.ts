// Parses `vmap`: fields looked up in a map of verdicts, written out or named.
import type { MapEntry, Match, Statement } from '../../model/ruleset.ts'
import { fieldOf, isObject, type JsonObject, listOf, numberOf, textOf } from '../json-value.ts'
import type { ValueKind } from './field-spec.ts'
import { type NftField, parseFields } from './parse-field.ts'
import { parseElement } from './parse-value.ts'
import { parseVerdict } from './parse-verdict.ts'
import type { NftContext } from './rule-context.ts'

/** Null when anything is not known. */
export function parseVerdictMap(vmap: JsonObject, { family }: NftContext): readonly Statement[] | null {
  const key = fieldOf(vmap, 'key')
  const data = fieldOf(vmap, 'data')
  const numgen = isObject(key) ? fieldOf(key, 'numgen') : undefined
  const fields = isObject(numgen) ? numgenField(numgen) : parseFields(key, family)
  if (!fields) return null
  const implied = fields.flatMap((field) => field.implied).map((match: Match) => ({ kind: 'match', match }) as const)
  const asked = fields.map(({ field }) => field)
  if (typeof data === 'string' && data.startsWith('@') && !isObject(numgen))
    return [...implied, { kind: 'verdict-map', fields: asked, map: { kind: 'named', map: data.slice(1) } }]
  if (!isObject(data)) return null
  const entries = listOf(data, 'set').map((entry) =>
    parseMapEntry(
      entry,
      fields.map(({ kind }) => kind),
    ),
  )
  if (!Object.hasOwn(data, 'set') || !entries.every((entry) => entry !== null)) return null
  const modulus = isObject(numgen) ? numberOf(numgen, 'mod') : null
  return [...implied, { kind: 'verdict-map', fields: asked, map: { kind: 'inline', entries, modulus } }]
}

/** One `[element, verdict]`. */
export function parseMapEntry(json: unknown, kinds: readonly ValueKind[]): MapEntry | null {
  if (!Array.isArray(json)) return null
  const element = parseElement(json[0], kinds)
  const verdict = parseVerdict(json[1])
  return element && verdict && { element, verdict }
}

function numgenField(numgen: JsonObject): readonly NftField[] | null {
  if ((numberOf(numgen, 'offset') ?? 0) !== 0) return null
  const name = textOf(numgen, 'mode') === 'random' ? 'numgen.random' : 'numgen.inc'
  return [{ field: { name, mask: null }, kind: 'number', implied: [] }]
}
