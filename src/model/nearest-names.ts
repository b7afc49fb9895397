// Names that somebody may have meant by one that is not there.

/** At most three, nearest first; none that differs in more than a third of its letters, unless one holds the other. */
export function nearestNames(wanted: string, known: Iterable<string>): string[] {
  return [...known]
    .map((name) => ({ name, distance: nearness(wanted, name) }))
    .filter(({ name, distance }) => distance <= Math.max(1, Math.floor(Math.max(wanted.length, name.length) / 3)))
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, 3)
    .map(({ name }) => name)
}

function nearness(wanted: string, name: string): number {
  const holds = wanted.length > 2 && (name.includes(wanted) || (name.length > 2 && wanted.includes(name)))
  return holds ? 1 : editDistance(wanted, name)
}

/** Levenshtein's: insertions, deletions and replacements. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1]
    for (const [column, other] of [...to].entries()) {
      const replaced = (row[column] ?? 0) + (letter === other ? 0 : 1)
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1))
    }
    row = next
  }
  return row[to.length] ?? 0
}
