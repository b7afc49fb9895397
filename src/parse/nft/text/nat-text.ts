// Writes nft's dnat, snat, masquerade, redirect and tproxy as nft itself prints them.
import { fieldOf, isObject, type JsonObject, textOf } from '../../json-value.ts'
import { expressionText, words } from './expression-text.ts'
import { valueText } from './value-text.ts'

export function natText(kind: string, body: JsonObject): string {
  const address = fieldOf(body, 'addr')
  const port = fieldOf(body, 'port')
  const flags = fieldOf(body, 'flags')
  const typeFlags = fieldOf(body, 'type_flags')
  const isMap = isObject(address) && Object.hasOwn(address, 'map')
  const addressText = address === undefined ? '' : isMap ? expressionText(address) : valueText(address)
  const bracketed = port !== undefined && addressText.includes(':') ? `[${addressText}]` : addressText
  const target = `${bracketed}${port === undefined ? '' : `:${isObject(port) && Object.hasOwn(port, 'map') ? expressionText(port) : valueText(port)}`}`
  return words(
    kind,
    textOf(body, 'family'),
    typeof typeFlags === 'string' ? typeFlags : null,
    target === '' ? null : `to ${target}`,
    flags === undefined || flags === 'netmap' ? null : (Array.isArray(flags) ? flags : [flags]).join(','),
  )
}
