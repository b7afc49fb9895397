// Addresses and prefixes as numbers, read once and remembered: the same few texts are asked for again and again.
import { Address4, Address6 } from 'ip-address'
import type { Family } from '../model/packet.ts'

export interface Address {
  readonly family: Family
  readonly value: bigint
  /** As the kernel prints it. */
  readonly text: string
}

export interface Prefix {
  readonly family: Family
  /** The address with its host bits cleared. */
  readonly value: bigint
  readonly length: number
}

const addresses = new Map<string, Address | null>()
const prefixes = new Map<string, Prefix | null>()
/** Both memories are emptied at this size: a long-running process meets ever new addresses. */
const rememberAtMost = 200_000

/** Null for what is no address (a name, an address with a zone or a prefix length). */
export function parseAddress(text: string): Address | null {
  let known = addresses.get(text)
  if (known === undefined) {
    known = readAddress(text)
    if (addresses.size >= rememberAtMost) addresses.clear()
    addresses.set(text, known)
  }
  return known
}

/** `10.0.0.0/8`, or an address alone as its host prefix. */
export function parsePrefix(text: string): Prefix | null {
  let known = prefixes.get(text)
  if (known === undefined) {
    known = readPrefix(text)
    if (prefixes.size >= rememberAtMost) prefixes.clear()
    prefixes.set(text, known)
  }
  return known
}

export function widthOf(family: Family): number {
  return family === 4 ? 32 : 128
}

export function prefixContains(prefix: Prefix, address: Address): boolean {
  if (prefix.family !== address.family) return false
  const shift = BigInt(widthOf(prefix.family) - prefix.length)
  return address.value >> shift === prefix.value >> shift
}

export function isLoopback(address: Address): boolean {
  return address.family === 4 ? address.value >> 24n === 127n : address.value === 1n
}

export function isMulticast(address: Address): boolean {
  return address.family === 4 ? address.value >> 28n === 0xen : address.value >> 120n === 0xffn
}

export function isLinkLocal(address: Address): boolean {
  return address.family === 4 ? address.value >> 16n === 0xa9fen : address.value >> 118n === 0x3fan
}

function readAddress(text: string): Address | null {
  if (text.includes('/') || text.includes('%')) return null
  try {
    if (text.includes(':')) {
      const address = new Address6(text)
      return { family: 6, value: address.bigInt(), text: address.correctForm() }
    }
    // ip-address takes `1.2.3` for no address, as inet_pton(3) does; four parts are asked for all the same.
    if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) return null
    const address = new Address4(text)
    return { family: 4, value: address.bigInt(), text: address.correctForm() }
  } catch {
    return null
  }
}

function readPrefix(text: string): Prefix | null {
  const [base = '', lengthText] = text.split('/')
  const address = parseAddress(base)
  if (!address) return null
  const width = widthOf(address.family)
  const length = lengthText === undefined ? width : Number(lengthText)
  if (!Number.isInteger(length) || length < 0 || length > width || lengthText === '') return null
  const shift = BigInt(width - length)
  return { family: address.family, value: (address.value >> shift) << shift, length }
}
