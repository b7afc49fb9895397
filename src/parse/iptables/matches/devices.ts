// Parses -m physdev (ports of a bridge) and -m devgroup (groups of links).
import type { FieldName } from '../../../model/ruleset.ts'
import { compare, exact, linkName } from '../../compare.ts'
import { eachOption } from './match-parser.ts'
import { maskedNumber } from './number-value.ts'

export const physdev = eachOption(({ name, negated, values }) => {
  const value = values[0]
  if (name === '--physdev-in' || name === '--physdev-out') {
    const field = name === '--physdev-in' ? 'physdev.in' : 'physdev.out'
    return value === undefined ? null : compare(field, [linkName(value, '+')], { negated })
  }
  const field = physdevFlags.get(name)
  return field && value === undefined ? compare(field, [exact(1)], { negated }) : null
})

const physdevFlags: ReadonlyMap<string, FieldName> = new Map([
  ['--physdev-is-in', 'physdev.is-in'],
  ['--physdev-is-out', 'physdev.is-out'],
  ['--physdev-is-bridged', 'physdev.is-bridged'],
])

export const devgroup = eachOption(({ name, negated, values }) => {
  const field = name === '--src-group' ? 'meta.iifgroup' : name === '--dst-group' ? 'meta.oifgroup' : null
  const found = maskedNumber(values[0] === 'default' ? '0' : values[0])
  return field && found ? compare(field, [exact(found.value)], { negated, mask: found.mask }) : null
})
