// Whether a rule stands in those of the two iptables backends that a person at that machine does not see.
import type { Backend } from '../model/ruleset.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { findNamespace } from '../trace/facts/find-fact.ts'
import type { StoppingRule } from './stopping-rule.ts'

export interface UnseenTable {
  /** `iptables-nft`: where Docker, kube-proxy or the machine's own tool writes. */
  readonly seen: Backend
  /** Chains there that show it: `DOCKER, DOCKER-USER`. Empty: it just has rules. */
  readonly chains: readonly string[]
}

/** Null for native nft tables: those are no iptables backend. */
export function unseenTable({ place }: StoppingRule, snapshot: Snapshot): UnseenTable | null {
  const seen = others[place.backend]
  const rulesets = findNamespace(snapshot, place.namespace)?.rulesets ?? []
  const chainsOf = (backend: Backend) =>
    rulesets
      .filter((ruleset) => ruleset.backend === backend)
      .flatMap(({ tables }) => tables)
      .filter(({ family }) => family === place.family)
      .flatMap(({ chains }) => chains)
  if (seen === undefined || chainsOf(seen).every(({ rules }) => rules.length === 0)) return null
  const managed = (backend: Backend) => [
    ...new Set(chainsOf(backend).flatMap(({ name }) => (managers.test(name) ? [name] : []))),
  ]
  if (managed(place.backend).length > 0) return null
  const chains = managed(seen)
  // Without their chains the default of today's systems decides: iptables is iptables-nft there.
  return chains.length > 0 || seen === 'iptables-nft' ? { seen, chains: chains.slice(0, 2) } : null
}

const others: Readonly<Partial<Record<Backend, Backend>>> = {
  'iptables-legacy': 'iptables-nft',
  'iptables-nft': 'iptables-legacy',
}

/** Programs that write by the machine's own iptables; chain names of Docker, kube-proxy, network plugins and firewall managers. */
const managers = /^(?:DOCKER|KUBE-(?:SERVICES|FORWARD|POSTROUTING)|KIND-MASQ|FLANNEL|CNI-|cali-|ufw-|f2b-)/
