// Parses -m mark and -m connmark: `--mark 0x4000/0x4000`.
import type { FieldName } from '../../../model/ruleset.ts'
import { compare, exact } from '../../compare.ts'
import { eachOption, type MatchParser } from './match-parser.ts'
import { maskedNumber } from './number-value.ts'

export const mark = markParser('meta.mark')
export const connmark = markParser('ct.mark')

function markParser(field: FieldName): MatchParser {
  return eachOption(({ name, negated, values }) => {
    const found = maskedNumber(values[0])
    return name === '--mark' && found && values.length === 1
      ? compare(field, [exact(found.value)], { negated, mask: found.mask })
      : null
  })
}
