// Parses nft's `match`: a field, an operator and values, with the special forms that single fields have.
import type { Element, Match, SetSource } from '../../model/ruleset.ts'
import { range } from '../compare.ts'
import { fieldOf, isObject, type JsonObject, textOf } from '../json-value.ts'
import { matchFibLink } from './match-fib-link.ts'
import { matchFlags } from './match-flags.ts'
import { matchFragment } from './match-fragment.ts'
import { matchNumgen } from './match-numgen.ts'
import { matchTcpOption } from './match-tcp-option.ts'
import { type NftField, parseFields } from './parse-field.ts'
import { parseElement } from './parse-value.ts'
import type { NftContext } from './rule-context.ts'

/** The matches in order, those that nft makes without printing them first; null when anything is not known. */
export function parseMatch(match: JsonObject, { family }: NftContext): readonly Match[] | null {
  const left = fieldOf(match, 'left')
  const right = fieldOf(match, 'right')
  const op = textOf(match, 'op') ?? '=='
  for (const special of [matchNumgen, matchTcpOption, matchFragment, matchFlags, matchFibLink]) {
    const matches = special(left, op, right, family)
    if (matches !== undefined) return matches
  }
  const fields = parseFields(left, family)
  return fields && compareFields(fields, op, right)
}

function compareFields(fields: readonly NftField[], op: string, right: unknown): readonly Match[] | null {
  const [first] = fields
  // Looked up whole, a connection's status would have to have exactly these bits; the model asks for any of them.
  if (!first || fields.some(({ field }) => field.name === 'ct.status')) return null
  const implied = fields.flatMap((field) => field.implied)
  const withValues = (values: SetSource | null, negated: boolean): readonly Match[] | null =>
    values && [...implied, { kind: 'compare', fields: fields.map(({ field }) => field), negated, values }]
  if (op === '==' || op === '!=') return withValues(parseSource(right, fields), op === '!=')
  // `ct state new,established`: any of these bits; a connection has one state only.
  if ((op === 'in' || op === '!') && first.field.name === 'ct.state') {
    return withValues(
      inline((Array.isArray(right) ? right : [right]).map((one: unknown) => elementOf(one, fields))),
      op === '!',
    )
  }
  const bounds =
    typeof right === 'number' && fields.length === 1 && ordered.has(first.kind) ? boundsOf(op, right) : null
  return bounds && withValues({ kind: 'inline', elements: [[range(...bounds)]] }, false)
}

/** `@name`, `{ … }` or one value. */
export function parseSource(json: unknown, fields: readonly NftField[]): SetSource | null {
  if (typeof json === 'string' && json.startsWith('@')) return { kind: 'named', set: json.slice(1) }
  if (isObject(json) && Array.isArray(json.set)) return inline(json.set.map((one: unknown) => elementOf(one, fields)))
  // An exact list (`== a,b`) compares all the bits at once.
  return Array.isArray(json) ? null : inline([elementOf(json, fields)])
}

function elementOf(json: unknown, fields: readonly NftField[]): Element | null {
  return parseElement(
    json,
    fields.map(({ kind }) => kind),
  )
}

function inline(elements: readonly (Element | null)[]): SetSource | null {
  return elements.every((element) => element !== null) ? { kind: 'inline', elements } : null
}

const ordered: ReadonlySet<string> = new Set(['number', 'mark', 'dscp'])

const largest = 0xffffffff

/** Null for what no number can be. */
function boundsOf(op: string, number: number): [number, number] | null {
  const bounds = new Map<string, [number, number]>([
    ['<', [0, number - 1]],
    ['<=', [0, number]],
    ['>', [number + 1, largest]],
    ['>=', [number, largest]],
  ]).get(op)
  return bounds && bounds[0] <= bounds[1] ? bounds : null
}
