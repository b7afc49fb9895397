// Parses nft's verdicts, as statements of their own and as the data of verdict maps.
import type { RuleVerdict } from '../../model/ruleset.ts'
import { fieldOf, has, isObject, type JsonObject, objectOf, textOf } from '../json-value.ts'

/** Null when the statement is no verdict. */
export function parseVerdict(json: unknown): RuleVerdict | null {
  if (!isObject(json)) return null
  for (const kind of ['accept', 'drop', 'return', 'continue'] as const) if (has(json, kind)) return { kind }
  for (const kind of ['jump', 'goto'] as const) {
    const chain = textOf(objectOf(json, kind), 'target')
    if (chain !== null) return { kind, chain }
  }
  return has(json, 'queue') ? { kind: 'queue', bypass: bypasses(json) } : null
}

function bypasses(json: JsonObject): boolean {
  const flags = fieldOf(objectOf(json, 'queue'), 'flags')
  return flags === 'bypass' || (Array.isArray(flags) && flags.includes('bypass'))
}
