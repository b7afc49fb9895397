// Builds the comparison of an address option: `10.0.0.0/8`, or with a mask that is no prefix, `10.0.0.1/255.0.0.255`.
import type { Family } from '../../model/packet.ts'
import type { FieldName, Match } from '../../model/ruleset.ts'
import { compare, prefix } from '../compare.ts'

/** Null when the text is no address and mask. */
export function compareAddress(name: FieldName, text: string, negated: boolean, family: Family): Match | null {
  const [address = '', mask, ...rest] = text.split('/')
  const whole = family === 4 ? 32 : 128
  if (!looksLikeAddress(address, family) || rest.length > 0) return null
  if (mask === undefined) return compare(name, [prefix(`${address}/${whole}`)], { negated })
  if (/^\d+$/.test(mask))
    return Number(mask) > whole ? null : compare(name, [prefix(`${address}/${mask}`)], { negated })
  if (!looksLikeAddress(mask, family)) return null
  return compare(name, [prefix(`${address}/${whole}`)], { negated, mask })
}

export function looksLikeAddress(text: string, family: Family): boolean {
  if (family === 6) return /^[0-9a-f:]*:[0-9a-f:.]*$/i.test(text)
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(text) && text.split('.').every((part) => Number(part) <= 255)
}
