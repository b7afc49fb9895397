// Prepares one field of a match: its reader, with the mask that is laid over what it reads.
import type { Field } from '../../../model/ruleset.ts'
import { parseAddress } from '../../address.ts'
import { formatAddress } from '../format-address.ts'
import { fieldReaders } from './field-readers.ts'
import { type ReadField, unknown } from './reading.ts'

export function compileField({ name, mask }: Field): ReadField {
  const read = fieldReaders[name]
  if (mask === null) return read
  const apply = maskOver(mask)
  return (passage, asker) => {
    const reading = read(passage, asker)
    if (reading.kind !== 'values') return reading
    const masked = reading.values.map(apply)
    return masked.every((value) => value !== null) ? { kind: 'values', values: masked } : unknown
  }
}

/** Null where a mask of this form does not fit the value. */
function maskOver(mask: string): (value: string) => string | null {
  const maskAddress = parseAddress(mask)
  const bits = Number(mask)
  return (value) => {
    const address = parseAddress(value)
    if (address) {
      const addressBits = maskAddress?.family === address.family ? maskAddress.value : integer(mask)
      return addressBits === null ? null : formatAddress(address.family, address.value & addressBits)
    }
    const number = Number(value)
    return value === '' || Number.isNaN(number) || Number.isNaN(bits) ? null : String((number & bits) >>> 0)
  }
}

function integer(text: string): bigint | null {
  return /^(0x[\da-f]+|\d+)$/i.test(text) ? BigInt(text) : null
}
