// Parses the targets that set marks: MARK and CONNMARK.
import type { Statement } from '../../../model/ruleset.ts'
import { maskedNumber } from '../matches/number-value.ts'
import type { RuleOption } from '../rule-option.ts'
import type { TargetParser } from './target-parser.ts'

export const mark: TargetParser = (options) => setOption('packet', options)

export const connmark: TargetParser = (options) => {
  const names = options.map((option) => option.name)
  if (names.includes('--save-mark')) return copyMark('connection', options)
  if (names.includes('--restore-mark')) return copyMark('packet', options)
  return setOption('connection', options)
}

/** The bits of the mask are cleared, then the value's are flipped: net/netfilter/xt_mark.c mark_tg(). */
export function setMark(which: 'packet' | 'connection', value: number, mask: number): Statement {
  return { kind: 'set-mark', which, keepMask: ~mask >>> 0, xor: value >>> 0 }
}

function setOption(which: 'packet' | 'connection', options: readonly RuleOption[]): Statement[] | null {
  const [option, ...rest] = options
  const found = maskedNumber(option?.values[0])
  if (!option || !found || rest.length > 0) return null
  const value = Number(found.value)
  const mask = Number(found.mask ?? 0xffffffff)
  switch (option.name) {
    case '--set-xmark':
      return [setMark(which, value, mask)]
    case '--set-mark':
      return [setMark(which, value, (mask | value) >>> 0)]
    case '--or-mark':
      return [setMark(which, value, value)]
    case '--and-mark':
      return [setMark(which, 0, ~value >>> 0)]
    case '--xor-mark':
      return [setMark(which, value, 0)]
    default:
      return null
  }
}

/** Two different masks would move bits; the model copies them in place. */
function copyMark(to: 'packet' | 'connection', options: readonly RuleOption[]): Statement[] | null {
  const maskOf = (name: string) => {
    const option = options.find((one) => one.name === name) ?? options.find((one) => one.name === '--mask')
    const found = maskedNumber(option ? option.values[0] : '0xffffffff')
    return found ? Number(found.value) : null
  }
  const mask = maskOf('--nfmask')
  return mask !== null && mask === maskOf('--ctmask') ? [{ kind: 'copy-mark', to, mask }] : null
}
