// The elements of a set or map, prepared for looking a packet up: elements of single values by key, the others one by one.
import type { Element } from '../../model/ruleset.ts'
import { type Accepts, acceptsAny, acceptsValue, singleText } from './accepts-value.ts'
import type { Reading } from './fields/reading.ts'

/** `unknown`: whether the packet is in depends on a field that cannot be read. */
export type Found = { readonly kind: 'found'; readonly index: number } | { readonly kind: 'none' | 'unknown' }

export class ElementTable {
  readonly #byKey = new Map<string, number>()
  readonly #ranged: { readonly parts: readonly Accepts[]; readonly index: number }[] = []
  readonly #elements: readonly Element[]

  constructor(elements: readonly Element[]) {
    this.#elements = elements
    elements.forEach((element, index) => {
      const texts = element.map(singleText)
      if (!texts.every((text) => text !== null)) this.#ranged.push({ parts: element.map(acceptsValue), index })
      else if (!this.#byKey.has(keyOf(texts))) this.#byKey.set(keyOf(texts), index)
    })
  }

  find(readings: readonly Reading[]): Found {
    if (readings.some((reading) => reading.kind === 'unknown')) return this.#findUnsure(readings)
    for (const texts of combinations(readings)) {
      const index = this.#byKey.get(keyOf(texts))
      if (index !== undefined) return { kind: 'found', index }
    }
    for (const { parts, index } of this.#ranged) {
      if (parts.every((accepts, part) => takes(accepts, readings[part]) === 'yes')) return { kind: 'found', index }
    }
    return { kind: 'none' }
  }

  /** An element settles it when its other parts do not fit, or when it takes anything where nothing is known. */
  #findUnsure(readings: readonly Reading[]): Found {
    let unsure = false
    for (const [index, element] of this.#elements.entries()) {
      const answers = element.map((value, part) => takes(acceptsValue(value), readings[part]))
      if (answers.every((answer) => answer === 'yes')) return { kind: 'found', index }
      if (!answers.includes('no')) unsure = true
    }
    return { kind: unsure ? 'unknown' : 'none' }
  }
}

function takes(accepts: Accepts, reading: Reading | undefined): 'yes' | 'no' | 'unknown' {
  if (accepts === acceptsAny) return 'yes'
  if (reading?.kind === 'unknown') return 'unknown'
  return reading?.kind === 'values' && reading.values.some(accepts) ? 'yes' : 'no'
}

function keyOf(texts: readonly string[]): string {
  return texts.join('\n')
}

/** Every way to take one value of each field; most fields have one. */
function combinations(readings: readonly Reading[]): readonly (readonly string[])[] {
  const only = readings.map((reading) =>
    reading.kind === 'values' && reading.values.length === 1 ? reading.values[0] : null,
  )
  if (only.every((value) => value != null)) return [only]
  let ways: readonly (readonly string[])[] = [[]]
  for (const reading of readings) {
    const values = reading.kind === 'values' ? reading.values : []
    ways = ways.flatMap((way) => values.map((value) => [...way, value]))
  }
  return ways
}
