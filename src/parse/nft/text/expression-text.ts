// Writes an nft expression, the left side of a comparison or a statement's argument, as nft itself prints it.
import { fieldOf, isObject, type JsonObject, listOf, objectOf, textOf, textsOf } from '../../json-value.ts'
import { concatStyles, styleOf, valueText } from './value-text.ts'

export function expressionText(json: unknown): string {
  if (Array.isArray(json)) return json.map(expressionText).join(',')
  if (!isObject(json)) return String(json)
  for (const operator of ['&', '|', '^', '<<', '>>']) {
    const [left, right] = listOf(json, operator)
    if (left === undefined) continue
    return `${expressionText(left)} ${operator} ${maskText(right, left)}`
  }
  const [kind = ''] = Object.keys(json)
  const body = fieldOf(json, kind)
  if (kind === 'concat') return listOf(json, kind).map(expressionText).join(' . ')
  return isObject(body) ? bodyText(kind, body) : valueText(json)
}

function maskText(mask: unknown, left: unknown): string {
  const inner = isObject(mask) && listOf(mask, '|').length > 0
  return inner ? `(${expressionText(mask)})` : valueText(mask, styleOf(left))
}

function bodyText(kind: string, body: JsonObject): string {
  switch (kind) {
    case 'payload': {
      const base = textOf(body, 'base')
      if (base !== null) return `@${base},${textOf(body, 'offset')},${textOf(body, 'len')}`
      return words(textOf(body, 'protocol'), textOf(body, 'field'))
    }
    case 'ct':
      return words('ct', textOf(body, 'dir'), textOf(body, 'key'))
    case 'meta': {
      const key = textOf(body, 'key') ?? ''
      return unqualified.has(key) ? key : `meta ${key}`
    }
    case 'fib':
      return `fib ${textsOf(body, 'flags').join(' . ')} ${textOf(body, 'result')}`
    case 'numgen':
      return words('numgen', textOf(body, 'mode'), 'mod', textOf(body, 'mod'), offsetText(body))
    case 'jhash':
      return words(
        'jhash',
        expressionText(fieldOf(body, 'expr')),
        'mod',
        textOf(body, 'mod'),
        seedText(body),
        offsetText(body),
      )
    case 'symhash':
      return words('symhash mod', textOf(body, 'mod'), offsetText(body))
    case 'socket':
    case 'rt':
      return words(kind, textOf(body, 'family'), textOf(body, 'key'))
    case 'exthdr':
      return textOf(body, 'field') === null
        ? words('exthdr', textOf(body, 'name'))
        : words(textOf(body, 'name'), textOf(body, 'field'))
    case 'tcp option':
    case 'sctp chunk':
    case 'ip option':
      return words(kind, textOf(body, 'name'), textOf(body, 'field'))
    case 'map':
      return mapText(body, 'map', 'plain')
    default:
      return valueText({ [kind]: body })
  }
}

/** `KEY map { … }`, `KEY vmap @name`; `style` is of the map's data. */
export function mapText(map: JsonObject, word: 'map' | 'vmap', style: ReturnType<typeof styleOf>): string {
  const key = fieldOf(map, 'key')
  const data = fieldOf(map, 'data')
  if (!isObject(data)) return `${expressionText(key)} ${word} ${String(data)}`
  const entries = listOf(data, 'set').map((entry) => {
    const [element, value] = Array.isArray(entry) ? entry : [entry]
    const text = isObject(value) && word === 'vmap' ? verdictText(value) : valueText(value, style)
    return `${valueText(element, concatStyles(key))} : ${text}`
  })
  return `${expressionText(key)} ${word} { ${entries.join(', ')} }`
}

/** `drop`, `jump CHAIN`. */
export function verdictText(json: JsonObject): string {
  const [kind = ''] = Object.keys(json)
  return words(kind, textOf(objectOf(json, kind), 'target'))
}

export function words(...parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== '').join(' ')
}

const unqualified: ReadonlySet<string> = new Set(['iif', 'oif', 'iifname', 'oifname', 'iifgroup', 'oifgroup'])

function offsetText(body: JsonObject): string | null {
  const offset = fieldOf(body, 'offset')
  return typeof offset === 'number' && offset !== 0 ? `offset ${offset}` : null
}

function seedText(body: JsonObject): string | null {
  const seed = fieldOf(body, 'seed')
  return typeof seed === 'number' ? `seed 0x${seed.toString(16)}` : null
}
