// Follows a failing flow on as if its first cause were mended, then its second: each further failure is a cause of its own.
import type { Path, Verdict } from '../../model/path.ts'
import type { Network } from '../../trace/compile.ts'
import type { Flow } from '../../trace/flow.ts'
import { follow } from '../../trace/follow.ts'
import { mendKey } from '../../trace/mend-key.ts'

/** More causes on one way than this have not been seen; each costs one more following. */
const causesAtMost = 5

export function followBeyond(network: Network, flow: Flow, paths: readonly Path[], timeoutMs: number): Path[] {
  const beyond: Path[] = []
  for (const path of paths) {
    const mended = new Set<string>()
    let current: Path | undefined = path
    while (current && mended.size < causesAtMost) {
      const failed = failureOf(current)
      const key = failed && mendKey(failed.at.namespace ?? '', failed.reason)
      if (!failed || !key || mended.has(key) || isAstray(network, failed)) break
      mended.add(key)
      current = follow(network, flow, { mended: new Set(mended), timeoutMs }).find((next) => failureOf(next) !== null)
      // Only a failure at another place is another cause.
      if (current && JSON.stringify(failureOf(current)?.reason) === JSON.stringify(failed.reason)) break
      if (current) beyond.push(current)
    }
  }
  return beyond
}

/** A machine that is no router took the packet: the way there is wrong, and what lies behind it is no part of the right one. */
function isAstray(network: Network, { reason, at }: Verdict): boolean {
  const role = network.namespaces.get(at.namespace ?? '')?.facts.role
  return reason.kind === 'forwarding-off' && (role === 'container' || role === 'lan')
}

function failureOf(path: Path): Verdict | null {
  if (path.verdict.kind === 'undetermined') return null
  if (path.verdict.kind !== 'delivered') return path.verdict
  const reply = path.reply?.verdict
  return reply && reply.kind !== 'delivered' && reply.kind !== 'undetermined' ? reply : null
}
