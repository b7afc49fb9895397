// Parses `ip frag-off & 0x1fff != 0`: fragments but the first.
import { compare, exact } from '../compare.ts'
import { fieldOf, isObject, listOf, textOf } from '../json-value.ts'
import type { SpecialMatch } from './special-match.ts'

export const matchFragment: SpecialMatch = (left, op, right, family) => {
  const [inner, mask] = isObject(left) ? listOf(left, '&') : []
  const payload = isObject(inner) ? fieldOf(inner, 'payload') : undefined
  if (!isObject(payload) || textOf(payload, 'protocol') !== 'ip' || textOf(payload, 'field') !== 'frag-off')
    return undefined
  if (mask !== 0x1fff || right !== 0 || (op !== '!=' && op !== '==')) return null
  const version = family === 'ip' ? [] : [compare('meta.nfproto', [exact('ipv4')])]
  return [...version, compare('ip.fragment', [exact(1)], { negated: op === '==' })]
}
