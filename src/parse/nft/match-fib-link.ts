// Parses `fib saddr . iif oif missing`: whether the way back to the source leads to the link that the packet came from.
import { compare, exact } from '../compare.ts'
import { parseField } from './parse-field.ts'
import type { SpecialMatch } from './special-match.ts'

export const matchFibLink: SpecialMatch = (left, op, right, family) => {
  const field = parseField(left, family)
  if (field?.kind !== 'link-found') return undefined
  const missing = right === false || right === 0 || right === '0'
  if (!(missing || right === true) || (op !== '==' && op !== '!=')) return null
  return [compare(field.field.name, [exact(0)], { negated: missing === (op === '!=') })]
}
