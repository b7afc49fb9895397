// Finds what of a namespace's rules could not be read.
import type { FactGroup, Namespace, Unread } from '../../model/namespace.ts'
import type { Family } from '../../model/packet.ts'
import type { FactId } from '../../model/snapshot.ts'

export interface UnreadRuleset {
  readonly fact: FactId
  readonly what: string
}

const rulesets: ReadonlySet<FactGroup> = new Set(['nft', 'iptables-nft', 'iptables-legacy'])

/** The first one that concerns a family. */
export function findUnread(namespace: Namespace, family: Family): UnreadRuleset | null {
  return find(namespace, (entry) => rulesets.has(entry.what) && (entry.family === null || entry.family === family))
}

export function findUnreadNft(namespace: Namespace): UnreadRuleset | null {
  return find(namespace, (entry) => entry.what === 'nft')
}

function find(namespace: Namespace, concerns: (entry: Unread) => boolean): UnreadRuleset | null {
  const index = namespace.unread.findIndex(concerns)
  const entry = namespace.unread[index]
  return entry ? { fact: `${namespace.name}#unread/${index}`, what: entry.what } : null
}
