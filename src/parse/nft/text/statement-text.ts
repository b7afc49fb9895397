// Writes one statement of an nft rule as nft itself prints it; a counter without a name is left out.
import type { RulesetFamily } from '../../../model/ruleset.ts'
import { fieldOf, isObject, isSet, type JsonObject, listOf, numberOf, objectOf, textOf } from '../../json-value.ts'
import { expressionText, mapText, verdictText, words } from './expression-text.ts'
import { limitText } from './limit-text.ts'
import { matchText } from './match-text.ts'
import { natText } from './nat-text.ts'
import { secondsText, styleOf, valueText } from './value-text.ts'

export function statementText(json: JsonObject, family: RulesetFamily): string {
  const [kind = ''] = Object.keys(json)
  const value = fieldOf(json, kind)
  const body = isObject(value) ? value : {}
  switch (kind) {
    case 'match':
      return matchText(body)
    case 'accept':
    case 'drop':
    case 'return':
    case 'continue':
    case 'jump':
    case 'goto':
      return verdictText(json)
    case 'counter':
      return typeof value === 'string' ? `counter name "${value}"` : ''
    case 'limit':
    case 'quota':
    case 'ct count':
      return limitText(kind, value)
    case 'vmap':
      return mapText(body, 'vmap', 'plain')
    case 'mangle':
      return mangleText(body)
    case 'reject':
      return rejectText(body, family)
    case 'dnat':
    case 'snat':
    case 'masquerade':
    case 'redirect':
    case 'tproxy':
      return natText(kind, body)
    case 'set':
      return setText(body, family)
    case 'meter':
      return words(
        'meter',
        textOf(body, 'name'),
        `size ${textOf(body, 'size')}`,
        `{ ${innerText(body, 'key', family)} }`,
      )
    case 'log':
      return logText(body)
    case 'xt':
      return words('xt', textOf(body, 'type'), textOf(body, 'name'))
    case 'ct helper':
    case 'ct timeout':
    case 'ct expectation':
      return `${kind} set "${String(value)}"`
    case 'flow':
      return words('flow', textOf(body, 'op'), textOf(body, 'flowtable'))
    default:
      return value === null ? kind : plainText(kind, body)
  }
}

function mangleText(body: JsonObject): string {
  const key = fieldOf(body, 'key')
  const value = fieldOf(body, 'value')
  const style = styleOf(key)
  const map = isObject(value) ? fieldOf(value, 'map') : undefined
  const text = isObject(map)
    ? mapText(map, 'map', style)
    : isObject(value)
      ? expressionText(value)
      : valueText(value, style)
  return `${expressionText(key)} set ${text}`
}

function rejectText(body: JsonObject, family: RulesetFamily): string {
  const type = textOf(body, 'type')
  const name = textOf(body, 'expr')
  const usual = family === 'ip' ? 'icmp' : family === 'ip6' ? 'icmpv6' : 'icmpx'
  if (type === null || (type === usual && name === 'port-unreachable')) return 'reject'
  return words('reject with', type, name)
}

function setText(body: JsonObject, family: RulesetFamily): string {
  return `${textOf(body, 'op')} ${textOf(body, 'set')} { ${innerText(body, 'elem', family)} }`
}

/** What is added, for how long, and the statement kept with each element. */
function innerText(body: JsonObject, key: 'elem' | 'key', family: RulesetFamily): string {
  const given = fieldOf(body, key)
  const elem = isObject(given) ? objectOf(given, 'elem') : {}
  const timeout = numberOf(elem, 'timeout')
  const single = objectOf(body, 'stmt')
  const statements = Object.keys(single).length > 0 ? [single] : listOf(body, 'stmt').filter(isObject)
  return words(
    expressionText(fieldOf(elem, 'val') ?? given),
    timeout === null ? null : `timeout ${secondsText(timeout)}`,
    ...statements.map((statement) => statementText(statement, family)),
  )
}

function logText(body: JsonObject): string {
  const prefix = textOf(body, 'prefix')
  const flags = fieldOf(body, 'flags')
  return words(
    'log',
    prefix === null ? null : `prefix "${prefix}"`,
    ...['level', 'group', 'snaplen', 'queue-threshold'].map((key) => named(body, key)),
    flags === undefined ? null : `flags ${(Array.isArray(flags) ? flags : [flags]).join(',')}`,
  )
}

/** Statements of which nft has only words and numbers: `synproxy mss 1460 wscale 7`, `queue num 1`, `dup to …`. */
function plainText(kind: string, body: JsonObject): string {
  const parts = Object.keys(body).map((key) => {
    const value = fieldOf(body, key)
    if (kind === 'dup' || kind === 'fwd')
      return `${dupWords.get(key) ?? key} ${key === 'dev' ? `"${value}"` : expressionText(value)}`
    return isSet(body, key)
      ? key
      : `${key} ${isObject(value) || Array.isArray(value) ? valueText(value) : String(value)}`
  })
  return words(kind, ...parts)
}

const dupWords: ReadonlyMap<string, string> = new Map([
  ['addr', 'to'],
  ['dev', 'device'],
])

function named(body: JsonObject, key: string): string | null {
  const value = textOf(body, key)
  return value === null ? null : `${key} ${value}`
}
