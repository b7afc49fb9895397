// Longest prefix first, whatever the order of insertion.
import { expect, it } from 'vitest'
import { parseAddress, parsePrefix } from './address.ts'
import { PrefixTable } from './prefix-table.ts'

function tableOf(prefixes: readonly string[]): PrefixTable<string> {
  const table = new PrefixTable<string>(4)
  for (const text of prefixes) {
    const prefix = parsePrefix(text)
    if (prefix) table.add(prefix, text)
  }
  return table
}

function found(table: PrefixTable<string>, address: string): string[] {
  const parsed = parseAddress(address)
  return parsed ? [...table.matches(parsed)].flatMap((match) => match.entries) : []
}

it('gives the longest prefix first', () => {
  const table = tableOf(['0.0.0.0/0', '10.0.0.0/8', '10.1.0.0/16', '10.1.2.3/32'])
  expect(found(table, '10.1.2.3')).toEqual(['10.1.2.3/32', '10.1.0.0/16', '10.0.0.0/8', '0.0.0.0/0'])
  expect(found(table, '192.0.2.1')).toEqual(['0.0.0.0/0'])
})

it('keeps entries of one prefix in the order of insertion', () => {
  const table = new PrefixTable<string>(4)
  const prefix = parsePrefix('10.0.0.0/8')
  if (prefix) for (const name of ['first', 'second']) table.add(prefix, name)
  expect(found(table, '10.9.9.9')).toEqual(['first', 'second'])
})

it('gives nothing where no prefix contains the address', () => {
  expect(found(tableOf(['10.0.0.0/8']), '11.0.0.1')).toEqual([])
})
