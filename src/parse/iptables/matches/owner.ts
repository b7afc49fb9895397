// Parses -m owner: whose socket sent the packet.
import type { FieldName } from '../../../model/ruleset.ts'
import { compare } from '../../compare.ts'
import { eachOption } from './match-parser.ts'
import { numberRange } from './number-value.ts'

export const owner = eachOption(({ name, negated, values }) => {
  const field: FieldName | null = name === '--uid-owner' ? 'meta.skuid' : name === '--gid-owner' ? 'meta.skgid' : null
  const value = numberRange(values[0], '-')
  return field && value ? compare(field, [value], { negated }) : null
})
