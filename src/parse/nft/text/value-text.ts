// Writes a value of an nft rule as nft itself prints it: `10.0.0.0/8`, `"eth0"`, `0x00000001`, `{ 80, 443 }`.
import { fieldOf, isObject, listOf, objectOf, textOf } from '../../json-value.ts'
import { unwrap } from '../parse-value.ts'

export type ValueStyle = 'plain' | 'mark' | 'hex' | 'quoted' | 'link' | 'seconds'

export function valueText(json: unknown, style: ValueStyle | readonly ValueStyle[] = 'plain'): string {
  const first = typeof style === 'string' ? style : (style[0] ?? 'plain')
  if (Array.isArray(json)) return json.map((one) => valueText(one, style)).join(',')
  if (!isObject(json)) return scalarText(json, first)
  if (isObject(json.elem)) return elementText(json.elem, style)
  if (Array.isArray(json.set)) return `{ ${json.set.map((one) => valueText(one, style)).join(', ')} }`
  if (Array.isArray(json.concat)) {
    return json.concat
      .map((one, index) => valueText(one, typeof style === 'string' ? style : (style[index] ?? 'plain')))
      .join(' . ')
  }
  if (Array.isArray(json.range)) return json.range.map((one) => valueText(one, first)).join('-')
  if (Array.isArray(json['|'])) return json['|'].map((one) => valueText(one, first)).join(' | ')
  const prefix = objectOf(json, 'prefix')
  const address = textOf(prefix, 'addr')
  return address === null ? JSON.stringify(json) : `${address}/${textOf(prefix, 'len')}`
}

/** How the values of an expression are written. */
export function styleOf(json: unknown): ValueStyle {
  if (!isObject(json)) return 'plain'
  const [masked] = listOf(json, '&')
  if (masked !== undefined) return styleOf(masked)
  const meta = textOf(objectOf(json, 'meta'), 'key')
  const ct = textOf(objectOf(json, 'ct'), 'key')
  if (meta === 'mark' || ct === 'mark' || textOf(objectOf(json, 'socket'), 'key') === 'mark') return 'mark'
  if (meta !== null) return metaStyles.get(meta) ?? 'plain'
  if (ct !== null) return ct === 'helper' ? 'quoted' : ct === 'expiration' ? 'seconds' : 'plain'
  if (textOf(objectOf(json, 'payload'), 'base') !== null) return 'hex'
  const fib = textOf(objectOf(json, 'fib'), 'result')
  return fib === 'oif' || fib === 'oifname' ? 'link' : 'plain'
}

/** One style for each part of a concatenation. */
export function concatStyles(json: unknown): readonly ValueStyle[] {
  const parts = isObject(json) ? listOf(json, 'concat') : []
  return parts.length > 0 ? parts.map(styleOf) : [styleOf(json)]
}

/** `90s`, `1h30m`: as nft writes a time. */
export function secondsText(seconds: number): string {
  const units: readonly [string, number][] = [
    ['d', 86400],
    ['h', 3600],
    ['m', 60],
    ['s', 1],
  ]
  let rest = seconds
  let text = ''
  for (const [unit, size] of units) {
    if (rest >= size) text += `${Math.floor(rest / size)}${unit}`
    rest %= size
  }
  return text === '' ? '0s' : text
}

const metaStyles: ReadonlyMap<string, ValueStyle> = new Map<string, ValueStyle>([
  ...['iif', 'oif', 'iifgroup', 'oifgroup'].map((key): [string, ValueStyle] => [key, 'link']),
  ...['iifname', 'oifname', 'iifkind', 'oifkind', 'ibrname', 'obrname', 'time', 'hour', 'day'].map(
    (key): [string, ValueStyle] => [key, 'quoted'],
  ),
])

function scalarText(value: unknown, style: ValueStyle): string {
  if (value === true) return 'exists'
  if (value === false) return 'missing'
  if (typeof value === 'number') {
    if (style === 'mark') return `0x${value.toString(16).padStart(8, '0')}`
    if (style === 'hex') return `0x${value.toString(16)}`
    return style === 'seconds' ? secondsText(value) : String(value)
  }
  const text = String(value)
  if (text === '*' || text.startsWith('@')) return text
  // The number of a link or group without a name stays bare.
  return style === 'quoted' || (style === 'link' && !/^\d+$/.test(text)) ? `"${text}"` : text
}

function elementText(elem: ReturnType<typeof objectOf>, style: ValueStyle | readonly ValueStyle[]): string {
  const timeout = fieldOf(elem, 'timeout')
  const comment = textOf(elem, 'comment')
  return [
    valueText(unwrap({ elem }), style),
    typeof timeout === 'number' ? `timeout ${secondsText(timeout)}` : null,
    comment === null ? null : `comment "${comment}"`,
  ]
    .filter((part) => part !== null)
    .join(' ')
}
