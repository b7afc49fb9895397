// Finds a field of a network file that is spelt almost like a known one: it would be left out without a word.

export interface Misspelling {
  readonly path: readonly (string | number)[]
  readonly field: string
  readonly meant: string
}

export interface KnownFields {
  readonly file: readonly string[]
  readonly namespace: readonly string[]
}

/** Fields that resemble nothing are left alone: later versions may have more. */
export function findMisspelling(value: unknown, known: KnownFields): Misspelling | null {
  const inFile = firstMisspelt(value, known.file)
  if (inFile !== null) return { path: [inFile.found], field: inFile.found, meant: inFile.meant }
  const namespaces = isObject(value) && Array.isArray(value.namespaces) ? value.namespaces : []
  for (const [index, entry] of namespaces.entries()) {
    const found = firstMisspelt(entry, known.namespace)
    if (found === null) continue
    return {
      path: ['namespaces', index, found.found],
      field: `namespaces[${index}].${found.found}`,
      meant: found.meant,
    }
  }
  return null
}

function firstMisspelt(value: unknown, known: readonly string[]): { found: string; meant: string } | null {
  if (!isObject(value)) return null
  for (const found of Object.keys(value)) {
    if (known.includes(found)) continue
    const meant = known.find((name) => name.length > 3 && distance(found.toLowerCase(), name.toLowerCase()) <= 2)
    if (meant !== undefined && !(meant in value)) return { found, meant }
  }
  return null
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

/** Levenshtein's: insertions, deletions and replacements. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= other.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[other.length] ?? 0
}
