// Longest-prefix look-up: one hash table a prefix length, longest first, so a look-up costs as many probes as lengths in use.
import type { Family } from '../model/packet.ts'
import { type Address, type Prefix, widthOf } from './address.ts'

export class PrefixTable<Entry> {
  readonly #levels: { readonly length: number; readonly shift: bigint; readonly entries: Map<bigint, Entry[]> }[] = []
  readonly #width: number

  constructor(family: Family) {
    this.#width = widthOf(family)
  }

  add(prefix: Prefix, entry: Entry): void {
    let level = this.#levels.find((candidate) => candidate.length === prefix.length)
    if (!level) {
      level = { length: prefix.length, shift: BigInt(this.#width - prefix.length), entries: new Map() }
      this.#levels.push(level)
      this.#levels.sort((left, right) => right.length - left.length)
    }
    const key = prefix.value >> level.shift
    const held = level.entries.get(key)
    if (held) held.push(entry)
    else level.entries.set(key, [entry])
  }

  /** Entries of every prefix that contains the address, longest first. */
  *matches(address: Address): Generator<{ readonly length: number; readonly entries: readonly Entry[] }> {
    for (const level of this.#levels) {
      const entries = level.entries.get(address.value >> level.shift)
      if (entries) yield { length: level.length, entries }
    }
  }
}
