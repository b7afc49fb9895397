// Turns a namespace's rulesets, once, into the stops that a packet makes at each hook, in the kernel's order.
// Source: net/netfilter/core.c nf_hook_entries_grow(): by priority; of equal ones the later registered comes first.
import type { Namespace } from '../../model/namespace.ts'
import type { Family } from '../../model/packet.ts'
import type { Backend, Chain, Hook, Table } from '../../model/ruleset.ts'
import type { FactId } from '../../model/snapshot.ts'
import { type CompiledRule, compileRule } from './compile-rule.ts'
import { type CompiledSet, compileSets } from './compile-sets.ts'
import { findUnread, findUnreadNft, type UnreadRuleset } from './find-unread.ts'
import { byPriority, type HookStop, orderStops } from './order-stops.ts'

export interface Netfilter {
  readonly namespace: string
  /** `FAMILY HOOK` → stops in order. Hooks at which nothing but connection tracking stops are here too. */
  readonly hooks: ReadonlyMap<string, readonly HookStop[]>
  /** Base chains of tables of family bridge, netdev and arp, by `KIND HOOK`; inet tables' ingress chains are with netdev. */
  readonly linkHooks: ReadonlyMap<string, readonly BaseChain[]>
  /** Rulesets that could not be read, by family. */
  readonly unread: Readonly<Record<Family, UnreadRuleset | null>>
  /** Only nft shows tables of family bridge and netdev. */
  readonly unreadNft: UnreadRuleset | null
}

export interface BaseChain {
  readonly chain: CompiledChain
  readonly hook: Hook
  readonly type: 'filter' | 'nat' | 'route'
  readonly priority: number
  readonly policy: 'accept' | 'drop'
  readonly device: string | null
}

export interface CompiledChain {
  readonly name: string
  readonly fact: FactId
  readonly rules: readonly CompiledRule[]
  readonly table: CompiledTable
}

export interface CompiledTable {
  readonly backend: Backend
  readonly family: Table['family']
  readonly chains: ReadonlyMap<string, CompiledChain>
  readonly sets: ReadonlyMap<string, CompiledSet>
}

/** What a snapshot cannot say is when each chain was registered: legacy tables are taken to be first, native nft ones last. */
const registered: readonly Backend[] = ['iptables-legacy', 'iptables-nft', 'nft']

export function compileNetfilter(namespace: Namespace): Netfilter {
  const chains = new Map<string, BaseChain[]>()
  const linkHooks = new Map<string, BaseChain[]>()
  for (const backend of registered) {
    for (const ruleset of namespace.rulesets.filter((candidate) => candidate.backend === backend)) {
      for (const table of ruleset.tables) addTable(namespace.name, backend, table, chains, linkHooks)
    }
  }
  for (const [key, bases] of linkHooks) linkHooks.set(key, byPriority(bases))
  return {
    namespace: namespace.name,
    hooks: orderStops(chains),
    linkHooks,
    unread: { 4: findUnread(namespace, 4), 6: findUnread(namespace, 6) },
    unreadNft: findUnreadNft(namespace),
  }
}

function addTable(
  namespace: string,
  backend: Backend,
  table: Table,
  hooks: Map<string, BaseChain[]>,
  linkHooks: Map<string, BaseChain[]>,
): void {
  const chains = new Map<string, CompiledChain>()
  const compiled: CompiledTable = { backend, family: table.family, chains, sets: compileSets(table) }
  for (const chain of table.chains) chains.set(chain.name, compileChain(namespace, chain, table.name, compiled))
  for (const { name, base } of table.chains) {
    const chain = chains.get(name)
    if (!base || !chain) continue
    const entry: BaseChain = { chain, ...base }
    const kind = base.hook === 'ingress' || base.hook === 'egress' ? 'netdev' : table.family
    if (kind === 'ip' || kind === 'inet') push(hooks, `4 ${base.hook}`, entry)
    if (kind === 'ip6' || kind === 'inet') push(hooks, `6 ${base.hook}`, entry)
    if (kind === 'bridge' || kind === 'netdev' || kind === 'arp') push(linkHooks, `${kind} ${base.hook}`, entry)
  }
}

function compileChain(namespace: string, chain: Chain, tableName: string, table: CompiledTable): CompiledChain {
  const where = `${table.backend}/${table.family}/${tableName}/${chain.name}`
  return {
    name: chain.name,
    fact: `${namespace}#chain/${where}`,
    rules: chain.rules.map((rule) => compileRule(`${namespace}#rule/${where}/${rule.number}`, rule, table, table.sets)),
    table,
  }
}

function push(map: Map<string, BaseChain[]>, key: string, entry: BaseChain): void {
  const held = map.get(key)
  if (held) held.push(entry)
  else map.set(key, [entry])
}
