// Finds what of a namespace's rules could not be read.
import type { FactGroup, Namespace } from '../../model/namespace.ts'
import type { Family } from '../../model/packet.ts'
import type { FactId } from '../../model/snapshot.ts'

export interface UnreadRuleset {
  readonly fact: FactId
  readonly what: string
}

const rulesets: ReadonlySet<FactGroup> = new Set(['nft', 'iptables-nft', 'iptables-legacy'])

/** The first one that concerns a family. */
export function findUnread(namespace: Namespace, family: Family): UnreadRuleset | null {
  const index = namespace.unread.findIndex(
    (entry) => rulesets.has(entry.what) && (entry.family === null || entry.family === family),
  )
  const entry = namespace.unread[index]
  return entry ? { fact: `${namespace.name}#unread/${index}`, what: entry.what } : null
}
