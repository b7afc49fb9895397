// Ways that go the same are told once, with their shares added up.
import type { Path } from '../model/path.ts'

export function mergeEqualWays(paths: readonly Path[]): Path[] {
  if (paths.length < 2) return [...paths]
  const merged = new Map<string, Path>()
  for (const path of paths) {
    const key = JSON.stringify([path.hops, path.verdict, path.reply, path.client])
    const same = merged.get(key)
    merged.set(key, same ? { ...same, share: same.share + path.share, reads: union(same.reads, path.reads) } : path)
  }
  return [...merged.values()]
}

/** Stands for the ways that were not followed. */
export function tooManyWays(example: Path, followed: number, share: number): Path {
  const reason = { kind: 'too-many-ways' as const, ways: followed }
  return {
    ...example,
    choices: [],
    share,
    hops: [],
    verdict: { kind: 'undetermined', at: example.verdict.at, reason, evidence: [] },
    reply: null,
    client: { outcome: null, delayMs: { min: 0, max: null } },
  }
}

function union(left: readonly string[], right: readonly string[]): readonly string[] {
  return [...new Set([...left, ...right])].sort()
}
