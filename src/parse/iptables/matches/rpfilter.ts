// Parses -m rpfilter: whether the way back to the packet's source leads where it came from.
import { compare, exact } from '../../compare.ts'
import type { MatchParser } from './match-parser.ts'

// net/ipv4/netfilter/ipt_rpfilter.c rpfilter_mt(): holds when the look-up finds the incoming link, or with --invert when it does not.
export const rpfilter: MatchParser = (options) => {
  const names = options.map((option) => option.name)
  const known = ['--loose', '--validmark', '--invert']
  // --accept-local lets packets from own addresses pass; the model's look-up does not know it.
  if (!names.every((name) => known.includes(name))) return null
  const loose = names.includes('--loose')
  const withMark = names.includes('--validmark')
  if (loose && withMark) return null
  const field = loose ? 'fib.source-any-link' : withMark ? 'fib.source-link-mark' : 'fib.source-link'
  return [compare(field, [exact(0)], { negated: !names.includes('--invert') })]
}
