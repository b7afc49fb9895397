// Reads numbers as iptables prints them: `80`, `80:90`, `0x10/0xff`.
import type { Value } from '../../../model/ruleset.ts'
import { exact, range } from '../../compare.ts'

/** Decimal text; null when it is no number. */
export function decimal(text: string | undefined): string | null {
  return text !== undefined && /^(0x[0-9a-f]+|\d+)$/i.test(text) ? String(Number(text)) : null
}

/** `80`, or with the separator given `80:90`. */
export function numberRange(text: string | undefined, separator: ':' | '-' = ':'): Value | null {
  const [first, second, ...rest] = (text ?? '').split(separator)
  const from = decimal(first)
  if (from === null || rest.length > 0) return null
  if (second === undefined) return exact(from)
  const to = decimal(second)
  return to === null ? null : range(from, to)
}

/** `0x10/0xff` → value and mask; mask null when every bit counts. */
export function maskedNumber(
  text: string | undefined,
): { readonly value: string; readonly mask: string | null } | null {
  const [first, second, ...rest] = (text ?? '').split('/')
  const value = decimal(first)
  const mask = second === undefined ? null : decimal(second)
  if (value === null || rest.length > 0 || (second !== undefined && mask === null)) return null
  return { value, mask: mask === '4294967295' ? null : mask }
}
