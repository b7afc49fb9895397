// Parses `tcp option NAME exists` and `missing`.
import { compare, exact } from '../compare.ts'
import { fieldOf, has, isObject, textOf } from '../json-value.ts'
import type { SpecialMatch } from './special-match.ts'
import { tcpOptions } from './symbols.ts'

export const matchTcpOption: SpecialMatch = (left, op, right) => {
  const option = isObject(left) ? fieldOf(left, 'tcp option') : undefined
  if (!isObject(option)) return undefined
  const number = tcpOptions.get(textOf(option, 'name') ?? '')
  if (number === undefined || has(option, 'field') || op !== '==' || typeof right !== 'boolean') return null
  return [compare('meta.l4proto', [exact('tcp')]), compare('tcp.option', [exact(number)], { negated: !right })]
}
