// Looking a packet up among a set's elements, with fields that are there, are not, or cannot be read.
import { describe, expect, it } from 'vitest'
import type { Element, Value } from '../../model/ruleset.ts'
import { ElementTable } from './element-table.ts'
import { absent, one, type Reading, unknown } from './fields/reading.ts'

const exact = (value: string): Value => ({ kind: 'exact', value })
const any: Value = { kind: 'any' }
const elements: readonly Element[] = [
  [{ kind: 'prefix', prefix: '10.0.0.1/32' }, exact('80')],
  [
    { kind: 'prefix', prefix: '10.0.0.0/24' },
    { kind: 'range', from: '90', to: '99' },
  ],
  [any, exact('443')],
]
const table = new ElementTable(elements)
const find = (...readings: Reading[]) => {
  const found = table.find(readings)
  return found.kind === 'found' ? found.index : found.kind
}

describe('a packet is found', () => {
  it('by the key of an element of single values', () => expect(find(one('10.0.0.1'), one(80))).toBe(0))
  it('among elements of ranges', () => expect(find(one('10.0.0.77'), one(95))).toBe(1))
  it('where a part takes anything', () => expect(find(one('fd00::1'), one(443))).toBe(2))
  it('where a part takes anything and the field is not there', () => expect(find(absent, one(443))).toBe(2))
  it('by any of several values', () => {
    expect(find({ kind: 'values', values: ['10.9.9.9', '10.0.0.1'] }, one(80))).toBe(0)
  })
})

describe('a packet is not found', () => {
  it('when one part differs', () => expect(find(one('10.0.0.1'), one(81))).toBe('none'))
  it('when a field is not there', () => expect(find(one('10.0.0.1'), absent)).toBe('none'))
  it('when a field has no value', () => expect(find(one('10.0.0.1'), { kind: 'values', values: [] })).toBe('none'))
})

describe('a field that cannot be read', () => {
  it('leaves it open where the other parts fit', () => expect(find(unknown, one(80))).toBe('unknown'))
  it('does not matter where no other part fits', () => expect(find(unknown, one(7))).toBe('none'))
  it('does not matter where its part takes anything', () => expect(find(unknown, one(443))).toBe(2))
})
