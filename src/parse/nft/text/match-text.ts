// Writes an nft comparison as nft itself prints it: `tcp dport 80`, `ct state established,related`, `tcp flags syn / syn,ack`.
import { fieldOf, isObject, type JsonObject, listOf, textOf } from '../../json-value.ts'
import { expressionText } from './expression-text.ts'
import { concatStyles, valueText } from './value-text.ts'

export function matchText(match: JsonObject): string {
  const left = fieldOf(match, 'left')
  const right = fieldOf(match, 'right')
  const op = textOf(match, 'op') ?? '=='
  const [inner, mask] = isObject(left) ? listOf(left, '&') : []
  const value = valueText(right, concatStyles(left))
  // A mask that is a list of flags is written behind the value.
  if (Array.isArray(mask) && (op === '==' || op === '!=')) {
    return `${expressionText(inner)} ${op === '!=' ? '!= ' : ''}${value} / ${valueText(mask)}`
  }
  // Only where nft would read the line without it as something else is `==` written.
  const written = op === 'in' || (op === '==' && inner === undefined && !isTcpFlags(left, right)) ? '' : `${op} `
  return `${expressionText(left)} ${written}${isTcpFlags(inner, right) && right === 0 ? '0x0' : value}`
}

function isTcpFlags(left: unknown, right: unknown): boolean {
  if (!isObject(left) || isObject(right)) return false
  const payload = fieldOf(left, 'payload')
  return isObject(payload) && textOf(payload, 'protocol') === 'tcp' && textOf(payload, 'field') === 'flags'
}
