// Writes nft's limit, quota and ct count as nft itself prints them.
import { isObject, isSet, numberOf, textOf } from '../../json-value.ts'
import { words } from './expression-text.ts'

export function limitText(kind: 'limit' | 'quota' | 'ct count', json: unknown): string {
  if (typeof json === 'string') return `${kind} name "${json}"`
  const body = isObject(json) ? json : {}
  const over = isSet(body, 'inv') ? 'over' : null
  if (kind === 'quota') return words('quota', over, textOf(body, 'val'), textOf(body, 'val_unit') ?? 'bytes')
  if (kind === 'ct count') return words('ct count', over, textOf(body, 'val'))
  const unit = textOf(body, 'rate_unit')
  const rate = `${words(textOf(body, 'rate'), unit)}/${textOf(body, 'per') ?? 'second'}`
  const burst = numberOf(body, 'burst') ?? 0
  const burstUnit = textOf(body, 'burst_unit') ?? 'packets'
  // nft's own defaults are not printed.
  const usual = unit === null ? 5 : 0
  return words('limit rate', over, rate, burst === usual ? null : `burst ${burst} ${burstUnit}`)
}
