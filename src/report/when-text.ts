// Says which of several ways a path is: the rule or route that chose it, and its share.
import type { Path } from '../model/path.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { factText } from '../trace/facts/fact-text.ts'

export function whenText(snapshot: Snapshot, path: Path): string {
  if (path.choices.length === 0) return path.share < 1 ? 'on the ways not followed' : 'always'
  return path.choices
    .map((choice) => `way ${choice.way + 1} of ${choice.of} at ${factText(snapshot, choice.fact)}`)
    .join(', ')
}
