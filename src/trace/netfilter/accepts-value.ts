// Whether one value that a packet carries is one that a rule names: an address in a prefix, a number in a range, a name.
import type { Value } from '../../model/ruleset.ts'
import { parseAddress, parsePrefix, prefixContains } from '../address.ts'

export type Accepts = (value: string) => boolean

/** Takes everything, a value that is not there included. */
export const acceptsAny: Accepts = () => true

export function acceptsValue(value: Value): Accepts {
  switch (value.kind) {
    case 'any':
      return acceptsAny
    case 'starts-with':
      return (actual) => actual.startsWith(value.start)
    case 'exact': {
      const expected = parseAddress(value.value)?.text ?? value.value
      return (actual) => actual === expected
    }
    case 'prefix':
      return acceptsPrefix(value.prefix)
    case 'range':
      return acceptsRange(value.from, value.to)
    default:
      return value satisfies never
  }
}

/** The one text that a value stands for; null when it stands for several. */
export function singleText(value: Value): string | null {
  if (value.kind === 'exact') return parseAddress(value.value)?.text ?? value.value
  if (value.kind !== 'prefix') return null
  const [base = '', length] = value.prefix.split('/')
  const address = parseAddress(base)
  const whole = address?.family === 4 ? '32' : '128'
  return address && (length ?? whole) === whole ? address.text : null
}

function acceptsPrefix(text: string): Accepts {
  const prefix = parsePrefix(text)
  if (!prefix) return () => false
  return (actual) => {
    const address = parseAddress(actual)
    return address !== null && prefixContains(prefix, address)
  }
}

function acceptsRange(fromText: string, toText: string): Accepts {
  const from = parseAddress(fromText)
  const to = parseAddress(toText)
  if (from && to) {
    return (actual) => {
      const address = parseAddress(actual)
      return address?.family === from.family && address.value >= from.value && address.value <= to.value
    }
  }
  const [low, high] = [Number(fromText), Number(toText)]
  return (actual) => {
    const number = Number(actual)
    return actual !== '' && number >= low && number <= high
  }
}
