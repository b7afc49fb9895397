// Where a connection's packets end that should not: the model's failing ways, request or reply, and the causes behind the first.
import type { Connection } from '../model/connection.ts'
import type { Hop, Path, Verdict } from '../model/path.ts'
import { answersOtherName } from './answers-other-name.ts'
import { dnsDisagreement } from './dns-disagreement.ts'

export interface FailingPath {
  readonly connection: Connection
  readonly path: Path
  readonly direction: 'request' | 'reply'
  /** Of the direction that failed. */
  readonly hops: readonly Hop[]
  readonly verdict: Verdict
}

/** Nothing when the measurement contradicts the model, or when the address is not the Service's: then no rule may speak of a cause. */
export function failingPaths(connection: Connection): FailingPath[] {
  if (connection.agree === false || answersOtherName(connection) || isDisowned(connection)) return []
  return [...connection.paths, ...connection.beyond].flatMap((path) => failureOf(connection, path) ?? [])
}

/** An address that cluster DNS gives and the objects do not: that it does is the cause, whatever happens there. */
function isDisowned(connection: Connection): boolean {
  const { to, expected, hypothetical } = connection
  if (hypothetical || to.via !== null || !dnsDisagreement(connection)) return false
  return !expected?.addresses.some(({ address }) => address === to.address)
}

/** Number that orders findings as their packet meets them: by stage, then by the causes met before; a reply's come last. */
export function positionOf(failing: FailingPath): number {
  const { stage } = failing.verdict.at
  const way = failing.direction === 'request' ? stage : 8 + (7 - stage)
  return way * 1000 + failing.path.mended.length
}

/** A failed request hides what would become of its reply, so one way fails at one place only. */
function failureOf(connection: Connection, path: Path): FailingPath | null {
  if (isFailure(path.verdict)) {
    return { connection, path, direction: 'request', hops: path.hops, verdict: path.verdict }
  }
  if (path.verdict.kind === 'delivered' && path.reply && isFailure(path.reply.verdict)) {
    return { connection, path, direction: 'reply', hops: path.reply.hops, verdict: path.reply.verdict }
  }
  return null
}

function isFailure(verdict: Verdict): boolean {
  return verdict.kind !== 'delivered' && verdict.kind !== 'undetermined'
}
