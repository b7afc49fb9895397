// Parses comparisons of numgen: a share of the packets, by chance or by turns.
import { fieldOf, isObject, numberOf, textOf } from '../json-value.ts'
import type { SpecialMatch } from './special-match.ts'

export const matchNumgen: SpecialMatch = (left, op, right) => {
  const numgen = isObject(left) ? fieldOf(left, 'numgen') : undefined
  if (!isObject(numgen)) return undefined
  const modulus = numberOf(numgen, 'mod') ?? 0
  if (typeof right !== 'number' || modulus < 1) return null
  const at = right - (numberOf(numgen, 'offset') ?? 0)
  // How many of the modulus' turns hold, counted from 0.
  const held = op === '==' && at >= 0 && at < modulus ? 1 : op === '<' ? Math.min(Math.max(at, 0), modulus) : null
  if (held === null) return null
  if (textOf(numgen, 'mode') === 'random') return [{ kind: 'random', probability: held / modulus }]
  return held === 1 ? [{ kind: 'nth', every: modulus, packet: op === '==' ? at : 0 }] : null
}
