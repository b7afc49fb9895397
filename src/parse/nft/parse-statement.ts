// Parses one statement of an nft rule.
import type { Statement } from '../../model/ruleset.ts'
import { fieldOf, isObject, isSet, type JsonObject, listOf, objectOf } from '../json-value.ts'
import { parseMangle } from './parse-mangle.ts'
import { parseMatch } from './parse-match.ts'
import { parseNat } from './parse-nat.ts'
import { parseReject } from './parse-reject.ts'
import { parseVerdict } from './parse-verdict.ts'
import { parseVerdictMap } from './parse-verdict-map.ts'
import { parseXt } from './parse-xt.ts'
import type { NftContext } from './rule-context.ts'

/** What is not known becomes one unsupported match or statement with its text. */
export function parseStatement(json: JsonObject, text: string, context: NftContext): readonly Statement[] {
  const [kind = ''] = Object.keys(json)
  const body = fieldOf(json, kind)
  if (kind === 'match') {
    const matches = isObject(body) ? parseMatch(body, context) : null
    return (matches ?? [{ kind: 'unsupported', text } as const]).map((match) => ({ kind: 'match', match }))
  }
  const verdict = parseVerdict(json)
  if (verdict) return [{ kind: 'verdict', verdict }]
  return parseAction(kind, body, text, context) ?? [{ kind: 'unsupported', text }]
}

function parseAction(kind: string, body: unknown, text: string, context: NftContext): readonly Statement[] | null {
  switch (kind) {
    case 'vmap':
      return isObject(body) ? parseVerdictMap(body, context) : null
    case 'dnat':
    case 'snat':
    case 'masquerade':
    case 'redirect':
    case 'tproxy':
      return parseNat(kind, body, context)
    case 'reject': {
      const reject = parseReject(body)
      return reject && [{ kind: 'reject', with: reject }]
    }
    case 'mangle':
      return isObject(body) ? parseMangle(body, text) : null
    case 'notrack':
      return [{ kind: 'notrack' }]
    case 'limit':
    case 'quota':
      return limit(typeof body === 'string' ? context.overOf(kind, body) : overOf(body), text)
    case 'ct count':
      return limit(overOf(body), text)
    case 'set':
    case 'meter':
      return parseSetStatement(isObject(body) ? body : {}, text, context)
    case 'xt':
      return isObject(body) ? parseXt(body, text) : null
    default:
      return withoutEffect.has(kind) ? [{ kind: 'no-effect', text }] : null
  }
}

/** `flow` takes later packets off this way but to the same place; `dup` sends a copy. */
const withoutEffect: ReadonlySet<string> = new Set([
  'counter',
  'log',
  'last',
  'dup',
  'flow',
  'ct helper',
  'ct timeout',
  'ct expectation',
  'secmark',
])

/** `over`: holds only once the allowance is used up. */
function overOf(body: unknown): boolean | null {
  return isObject(body) ? isSet(body, 'inv') : null
}

function limit(over: boolean | null, text: string): readonly Statement[] | null {
  return over === null ? null : [{ kind: 'match', match: { kind: 'limit', text, over } }]
}

/** Adding to a set changes no packet; a limit kept for each element (`update @s { ip saddr limit rate … }`) is a match. */
function parseSetStatement(body: JsonObject, text: string, context: NftContext): readonly Statement[] {
  const listed = listOf(body, 'stmt').filter(isObject)
  const inner = listed.length > 0 ? listed : [objectOf(body, 'stmt')].filter((one) => Object.keys(one).length > 0)
  const matches = inner.flatMap((one) => parseStatement(one, text, context)).filter((one) => one.kind !== 'no-effect')
  return matches.length > 0 ? matches : [{ kind: 'no-effect', text }]
}
