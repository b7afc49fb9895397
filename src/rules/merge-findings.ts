// Makes one finding of several that name the same cause: the same id, or the same first evidence at the same place.
import type { Fix } from '../model/finding.ts'
import { subjectText } from './finding-about.ts'
import type { Found } from './rule.ts'

/** Findings of one id: several clients, ways or nodes that suffer the same. */
export function mergeIds(found: readonly Found[]): Found[] {
  return mergeBy(
    found,
    (finding) => finding.id,
    (first, other) => {
      const merged = unite(first, other)
      const alsoAt = other.at.namespace
      if (alsoAt === null || first.at.namespace === alsoAt || first.message.includes(` on ${alsoAt}.`)) return merged
      return { ...merged, message: `${first.message} The same is so on ${alsoAt}.` }
    },
  )
}

/** One fact that breaks several Services is one cause. */
export function mergeCauses(found: readonly Found[]): Found[] {
  return mergeBy(found, causeOf, (first, other) => ({
    ...unite(first, other),
    message: `${first.message} ${subjectText(other.subject)} suffers from the same.`,
  }))
}

function causeOf(finding: Found): string {
  const [cause] = finding.evidence
  return cause ? JSON.stringify([finding.rule, finding.severity, finding.at, cause]) : finding.id
}

function mergeBy(
  found: readonly Found[],
  key: (finding: Found) => string,
  merge: (first: Found, other: Found) => Found,
) {
  const merged = new Map<string, Found>()
  for (const finding of found) {
    const first = merged.get(key(finding))
    merged.set(key(finding), first ? merge(first, finding) : finding)
  }
  return [...merged.values()]
}

function unite(first: Found, other: Found): Found {
  return {
    ...first,
    severity: worse(first, other),
    evidence: union(first.evidence, other.evidence),
    affects: union(first.affects, other.affects),
    checks: union(first.checks, other.checks),
    fixes: uniteFixes(first.fixes, other.fixes),
    ...(first.position === undefined ? {} : { position: Math.min(first.position, other.position ?? first.position) }),
  }
}

/** The same way out at several places is one fix with more actions; another way out stays another fix. */
function uniteFixes(first: readonly Fix[], others: readonly Fix[]): Fix[] {
  const fixes = new Map(first.map((fix) => [fix.title, fix] as const))
  for (const fix of others) {
    const known = fixes.get(fix.title)
    fixes.set(
      fix.title,
      known ? { ...known, widens: union(known.widens, fix.widens), actions: union(known.actions, fix.actions) } : fix,
    )
  }
  return [...fixes.values()]
}

function union<Item>(first: readonly Item[], others: readonly Item[]): Item[] {
  return [...new Map([...first, ...others].map((item) => [JSON.stringify(item), item] as const)).values()]
}

const severities = ['info', 'warning', 'error'] as const

function worse(first: Found, other: Found): Found['severity'] {
  return severities.indexOf(first.severity) >= severities.indexOf(other.severity) ? first.severity : other.severity
}
