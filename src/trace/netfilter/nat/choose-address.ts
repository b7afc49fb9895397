// Which address of a range a connection gets: a hash of its own addresses, the same on every machine and every time.
// Source: net/netfilter/nf_nat_core.c find_best_ips_proto(). Words are read as a little-endian machine does.
import type { PacketSummary } from '../../../model/packet.ts'
import { type Address, parseAddress } from '../../address.ts'
import { formatAddress } from '../format-address.ts'
import { jhash2 } from './jhash.ts'
import type { Manipulation } from './manipulation.ts'
import type { NatRange } from './nat-range.ts'

/** The address that the tuple's side gets; null when the range's addresses are not of its family. */
export function chooseAddress(
  tuple: PacketSummary,
  { address, persistent }: NatRange,
  zone: number,
  manipulation: Manipulation,
): string | null {
  if (!address) return tuple[manipulation]
  const [source, destination] = [parseAddress(tuple.source), parseAddress(tuple.destination)]
  const [from, to] = [parseAddress(address.from), parseAddress(address.to)]
  if (!source || !destination || !from || !to || from.family !== source.family) return null
  if (from.value === to.value) return from.text
  const last = source.family === 4 ? 0 : 3
  const remote = wordsOf(destination).map(swapBytes)
  // The hash takes the source as 16 bytes, for IPv4 with zeros behind.
  const seed = persistent ? 0 : ((remote[last] ?? 0) ^ zone) >>> 0
  let hash = jhash2(padded(wordsOf(source).map(swapBytes)), seed)
  const [low, high] = [wordsOf(from), wordsOf(to)]
  let fullRange = false
  let chosen = 0n
  for (let word = 0; word <= last; word += 1) {
    const least = fullRange ? 0 : (low[word] ?? 0)
    const distance = fullRange ? 0xffffffff : ((high[word] ?? 0) - (low[word] ?? 0) + 1) >>> 0
    // reciprocal_scale(): the hash's share of the distance.
    const value = (least + Number((BigInt(hash) * BigInt(distance)) >> 32n)) >>> 0
    chosen = (chosen << 32n) | BigInt(value)
    if (value !== high[word]) fullRange = true
    if (!persistent) hash = (hash ^ (remote[word] ?? 0)) >>> 0
  }
  return formatAddress(source.family, chosen)
}

/** Most significant first. */
function wordsOf({ family, value }: Address): number[] {
  const count = family === 4 ? 1 : 4
  return Array.from({ length: count }, (_, index) => Number((value >> BigInt(32 * (count - 1 - index))) & 0xffffffffn))
}

function swapBytes(word: number): number {
  return (((word & 0xff) << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24)) >>> 0
}

function padded(words: readonly number[]): number[] {
  return [...words, ...Array.from({ length: 4 - words.length }, () => 0)]
}
