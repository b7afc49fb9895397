// Parses -m tcp: ports, flags (`--tcp-flags FIN,SYN,RST,ACK SYN`) and options.
import type { Match } from '../../../model/ruleset.ts'
import { compare, exact } from '../../compare.ts'
import type { RuleOption } from '../rule-option.ts'
import { eachOption } from './match-parser.ts'
import { decimal } from './number-value.ts'
import { portOption } from './ports.ts'

export const tcp = eachOption((option) => {
  if (option.name === '--tcp-flags') return flagsOption(option)
  if (option.name === '--tcp-option') {
    const number = decimal(option.values[0])
    return number === null ? null : compare('tcp.option', [exact(number)], { negated: option.negated })
  }
  return portOption(option)
})

function flagsOption({ negated, values }: RuleOption): Match | null {
  const mask = flagBits(values[0])
  const value = flagBits(values[1])
  if (mask === null || value === null || values.length !== 2) return null
  return compare('tcp.flags', [exact(value)], { negated, mask: String(mask) })
}

function flagBits(text: string | undefined): number | null {
  let bits = 0
  for (const name of (text ?? '').split(',')) {
    const bit = flags.get(name)
    if (bit === undefined) return null
    bits |= bit
  }
  return bits
}

const flags: ReadonlyMap<string, number> = new Map([
  ['FIN', 0x01],
  ['SYN', 0x02],
  ['RST', 0x04],
  ['PSH', 0x08],
  ['ACK', 0x10],
  ['URG', 0x20],
  ['ALL', 0x3f],
  ['NONE', 0],
])
