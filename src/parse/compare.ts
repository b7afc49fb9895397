// Builds the model's comparisons: fields, the values they may have, and `!`.
import type { Element, Field, FieldName, Match, Value } from '../model/ruleset.ts'

export interface CompareOptions {
  readonly negated?: boolean
  readonly mask?: string | null
}

/** One field against alternatives. */
export function compare(name: FieldName, values: readonly Value[], options: CompareOptions = {}): Match {
  const field: Field = { name, mask: options.mask ?? null }
  return compareTuples(
    [field],
    values.map((value) => [value]),
    options.negated ?? false,
  )
}

/** Several fields at once; every element has a part for each. */
export function compareTuples(fields: readonly Field[], elements: readonly Element[], negated: boolean): Match {
  return { kind: 'compare', fields, negated, values: { kind: 'inline', elements } }
}

/** Holds when one of the two fields has one of its values: a concatenation in which the other part may be anything. */
export function compareEither(
  first: { readonly name: FieldName; readonly values: readonly Value[] },
  second: { readonly name: FieldName; readonly values: readonly Value[] },
  negated: boolean,
): Match {
  const fields = [first.name, second.name].map((name) => ({ name, mask: null }))
  const any: Value = { kind: 'any' }
  return compareTuples(
    fields,
    [...first.values.map((value) => [value, any]), ...second.values.map((value) => [any, value])],
    negated,
  )
}

export function exact(value: string | number): Value {
  return { kind: 'exact', value: String(value) }
}

export function range(from: string | number, to: string | number): Value {
  return from === to ? exact(from) : { kind: 'range', from: String(from), to: String(to) }
}

export function prefix(text: string): Value {
  return { kind: 'prefix', prefix: text }
}

/** A link's name, or its start when it ends in `wildcard` (`+` in iptables, `*` in nft). */
export function linkName(text: string, wildcard: '+' | '*'): Value {
  if (!text.endsWith(wildcard)) return exact(text)
  const start = text.slice(0, -1)
  return start === '' ? { kind: 'any' } : { kind: 'starts-with', start }
}
