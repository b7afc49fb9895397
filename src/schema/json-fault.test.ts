// Where a text stops being JSON, held against JSON.parse.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { findJsonFault } from './json-fault.ts'

it.each([
  ['', 0, 'a JSON value'],
  ['{"a": 1,}', 8, 'a field name in double quotes'],
  ['{"a" 1}', 5, ': after the field name'],
  ['[1 2]', 3, ', or ]'],
  ["{'a': 1}", 1, 'a field name in double quotes'],
  ['["a\n"]', 1, 'a string that ends with "'],
  ['{} {}', 3, 'the end of the file'],
  ['[01]', 2, ', or ]'],
  ['nul', 0, 'a JSON value'],
])('%j: at %i, %s', (text, offset, expected) => {
  expect(findJsonFault(text)).toEqual({ offset, expected })
})

it('finds a fault in exactly those texts that JSON.parse refuses', () => {
  const json = fc.jsonValue().map((value) => JSON.stringify(value, null, 1))
  const damaged = fc
    .tuple(json, fc.nat(), fc.constantFrom('', ',', '"', '}', ':', '0', 'x'))
    .map(([text, at, piece]) => {
      const place = at % (text.length + 1)
      return text.slice(0, place) + piece + text.slice(place + 1)
    })
  fc.assert(
    fc.property(fc.oneof(json, damaged), (text) => {
      expect(findJsonFault(text) === null).toBe(isJson(text))
    }),
  )
})

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
