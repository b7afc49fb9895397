// Whether one value that a packet carries is one that a rule names: an address in a prefix, a number in a range, a name.
import type { Value } from '../../model/ruleset.ts'
import { parseAddress, parsePrefix, prefixContains } from '../address.ts'

export type Accepts = (value: string) => boolean

export function acceptsElement(value: Value): Accepts {
  switch (value.kind) {
    case 'any':
      return () => true
    case 'starts-with':
      return (actual) => actual.startsWith(value.start)
    case 'exact':
      return acceptsExactly(value.value)
    case 'prefix': {
      const prefix = parsePrefix(value.prefix)
      return (actual) => {
        const address = parseAddress(actual)
        return prefix !== null && address !== null && prefixContains(prefix, address)
      }
    }
    case 'range':
      return acceptsRange(value.from, value.to)
    default:
      return value satisfies never
  }
}

function acceptsExactly(expected: string): Accepts {
  const address = parseAddress(expected)
  // A type alone stands for all its codes: `3` takes `3/4`.
  return (actual) =>
    actual === expected ||
    (address !== null && parseAddress(actual)?.text === address.text) ||
    (actual.includes('/') && actual.slice(0, actual.indexOf('/')) === expected)
}

function acceptsRange(fromText: string, toText: string): Accepts {
  const from = parseAddress(fromText)
  const to = parseAddress(toText)
  if (from && to) {
    return (actual) => {
      const address = parseAddress(actual)
      return (
        address !== null && address.family === from.family && address.value >= from.value && address.value <= to.value
      )
    }
  }
  const [low, high] = [Number(fromText), Number(toText)]
  return (actual) => {
    const number = Number(actual)
    return actual !== '' && number >= low && number <= high
  }
}
