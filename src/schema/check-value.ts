// Checks a value against a schema and says in words which field is wrong, what was expected there and what was found.
import type * as z from 'zod'

export interface ValueFault {
  readonly path: readonly (string | number)[]
  /** `namespaces[2].role`; null when the value as a whole is wrong. */
  readonly field: string | null
  readonly expected: string
}

export type Checked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: ValueFault }

/** The first fault only: later ones often follow from it. The value is handed back as it came: fields that the schema does not
 *  know stay. */
export function checkValue<T>(schema: z.ZodType<T>, value: unknown): Checked<T> {
  const result = schema.safeParse(value)
  if (result.success) return { ok: true, value: value as T }
  const issue = result.error.issues[0]
  if (issue === undefined) throw result.error
  return { ok: false, fault: describeIssue(issue, value) }
}

type Issue = z.core.$ZodIssue

function describeIssue(issue: Issue, root: unknown): ValueFault {
  const deepest = deepestOf(issue)
  const path = deepest.path.map((key) => (typeof key === 'number' ? key : String(key)))
  const field = fieldName(path)
  if (deepest.code === 'unrecognized_keys') {
    return { path, field, expected: `unknown field ${deepest.keys.map((key) => JSON.stringify(key)).join(', ')}` }
  }
  const found = describeFound(path.reduce<unknown>((value, key) => childOf(value, key), root))
  return { path, field, expected: `expected ${expectation(deepest)}, found ${found}` }
}

/** In a union, the alternative that got furthest is the one that was meant. */
function deepestOf(issue: Issue): Issue {
  if (issue.code !== 'invalid_union' || isWorded(issue)) return issue
  let best: Issue | null = null
  for (const errors of issue.errors) {
    const [first] = errors
    if (first === undefined || first.path.length === 0) continue
    const inner = deepestOf({ ...first, path: [...issue.path, ...first.path] })
    if (best === null || inner.path.length > best.path.length) best = inner
  }
  return best ?? issue
}

function expectation(issue: Issue): string {
  if (isWorded(issue)) return issue.message
  switch (issue.code) {
    case 'invalid_type':
      return TYPES[issue.expected] ?? issue.expected
    case 'invalid_value':
      return anyOf(issue.values.map((value) => (typeof value === 'string' ? value : String(value))))
    case 'invalid_union': {
      const options = (issue as { readonly options?: readonly unknown[] }).options
      if (options !== undefined) return anyOf(options.map(String))
      return anyOf([
        ...new Set(issue.errors.map(([first]) => (first === undefined ? 'something else' : expectation(first)))),
      ])
    }
    default:
      return issue.message.replace(/^(Invalid input: |Too (small|big): )?(expected )?/, '')
  }
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
}

/** A schema's own words replace the library's. */
function isWorded(issue: Issue): boolean {
  return !/^(Invalid |Too |Unrecognized )/.test(issue.message)
}

function anyOf(words: readonly string[]): string {
  const last = words.at(-1) ?? 'nothing'
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`
}

/** `["namespaces", 2, "role"]` → `namespaces[2].role`. */
function fieldName(path: readonly (string | number)[]): string | null {
  if (path.length === 0) return null
  return path.map((key, at) => (typeof key === 'number' ? `[${key}]` : at === 0 ? key : `.${key}`)).join('')
}

function childOf(value: unknown, key: string | number): unknown {
  return value !== null && typeof value === 'object'
    ? (value as Readonly<Record<string | number, unknown>>)[key]
    : undefined
}

function describeFound(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list'
  if (value !== null && typeof value === 'object') return 'an object'
  const text = JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 57)}…"` : text
}
