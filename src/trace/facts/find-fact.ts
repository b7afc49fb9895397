// Finds in a snapshot what the id of a fact names: routes, rules, sockets and the rest, typed.
import type { FdbEntry, Link, Namespace, Neighbour, PolicyRule, Route, Socket, Unread } from '../../model/namespace.ts'
import type { Backend, Chain, Rule, RulesetFamily } from '../../model/ruleset.ts'
import type { FactId, Snapshot } from '../../model/snapshot.ts'
import { type FactName, parseFactId } from './parse-fact-id.ts'

/** Where a netfilter rule or a chain's policy stands. */
export interface RulePlace {
  readonly namespace: string
  readonly backend: Backend
  readonly family: RulesetFamily
  readonly table: string
  readonly chain: Chain
  /** Null for the chain itself. */
  readonly rule: Rule | null
}

export function findNamespace(snapshot: Snapshot, name: string): Namespace | null {
  return snapshot.namespaces.find((namespace) => namespace.name === name) ?? null
}

export function findRoute(snapshot: Snapshot, id: FactId): Route | null {
  return atIndex(snapshot, id, 'route', (namespace) => namespace.routes)
}

export function findPolicyRule(snapshot: Snapshot, id: FactId): PolicyRule | null {
  return atIndex(snapshot, id, 'policy-rule', (namespace) => namespace.policyRules)
}

export function findNeighbour(snapshot: Snapshot, id: FactId): Neighbour | null {
  return atIndex(snapshot, id, 'neighbour', (namespace) => namespace.neighbours)
}

export function findForwarding(snapshot: Snapshot, id: FactId): FdbEntry | null {
  return atIndex(snapshot, id, 'forwarding', (namespace) => namespace.forwarding)
}

export function findSocket(snapshot: Snapshot, id: FactId): Socket | null {
  return atIndex(snapshot, id, 'socket', (namespace) => namespace.sockets)
}

export function findUnread(snapshot: Snapshot, id: FactId): Unread | null {
  return atIndex(snapshot, id, 'unread', (namespace) => namespace.unread)
}

export function findLink(snapshot: Snapshot, id: FactId): Link | null {
  const name = parseFactId(id)
  if (name.group !== 'link') return null
  return findNamespace(snapshot, name.namespace)?.links.find((link) => link.name === name.key) ?? null
}

/** A netfilter rule (`rule/…`) or a chain (`chain/…`). Table and chain names of nft may hold a `/`, so both are compared whole. */
export function findRule(snapshot: Snapshot, id: FactId): RulePlace | null {
  const name = parseFactId(id)
  if (name.group !== 'rule' && name.group !== 'chain') return null
  const parts = name.key.split('/')
  const number = name.group === 'rule' ? Number(parts.pop()) : null
  const [backend, family, ...rest] = parts
  for (const ruleset of findNamespace(snapshot, name.namespace)?.rulesets ?? []) {
    if (ruleset.backend !== backend) continue
    for (const table of ruleset.tables) {
      if (table.family !== family) continue
      const chain = table.chains.find((candidate) => `${table.name}/${candidate.name}` === rest.join('/'))
      if (!chain) continue
      const rule = chain.rules.find((candidate) => candidate.number === number) ?? null
      if (number !== null && !rule) return null
      return {
        namespace: name.namespace,
        backend: ruleset.backend,
        family: table.family,
        table: table.name,
        chain,
        rule,
      }
    }
  }
  return null
}

function atIndex<Fact>(snapshot: Snapshot, id: FactId, group: string, list: (namespace: Namespace) => readonly Fact[]) {
  const name: FactName = parseFactId(id)
  if (name.group !== group || !name.present) return null
  const namespace = findNamespace(snapshot, name.namespace)
  return namespace ? (list(namespace)[Number(name.key)] ?? null) : null
}
