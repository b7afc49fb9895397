// Turns a namespace's rulesets, once, into chains by hook in the order in which the kernel runs them.
// Source: net/netfilter/core.c nf_hook_entries_grow() (by priority; at one priority, the earlier registered first).
import type { Namespace } from '../../model/namespace.ts'
import type { Family } from '../../model/packet.ts'
import type { Backend, Chain, Hook, NamedSet, Rule, Table } from '../../model/ruleset.ts'
import type { FactId } from '../../model/snapshot.ts'
import { type CompiledStatement, compileStatement } from './compile-statement.ts'

export interface Netfilter {
  readonly namespace: string
  /** `FAMILY HOOK` → base chains, by priority. */
  readonly hooks: ReadonlyMap<string, readonly BaseChain[]>
  /** Base chains of tables of family bridge and netdev, by `KIND HOOK`. */
  readonly linkHooks: ReadonlyMap<string, readonly BaseChain[]>
  /** Rulesets that could not be read, by family. */
  readonly unread: Readonly<Record<Family, { readonly fact: FactId; readonly what: string } | null>>
  /** Whether any chain of type nat is registered for a family: only then are translations applied. */
  readonly translates: Readonly<Record<Family, boolean>>
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
  readonly chains: ReadonlyMap<string, CompiledChain>
  readonly sets: ReadonlyMap<string, NamedSet>
}

export interface CompiledRule {
  readonly fact: FactId
  readonly rule: Rule
  readonly statements: readonly CompiledStatement[]
}

export function compileNetfilter(namespace: Namespace): Netfilter {
  const hooks = new Map<string, BaseChain[]>()
  const linkHooks = new Map<string, BaseChain[]>()
  // Legacy tables register when their module starts, before any nft chain is made.
  const backends: readonly Backend[] = ['iptables-legacy', 'iptables-nft', 'nft']
  for (const backend of backends) {
    for (const ruleset of namespace.rulesets.filter((candidate) => candidate.backend === backend)) {
      for (const table of ruleset.tables) addTable(namespace.name, backend, table, hooks, linkHooks)
    }
  }
  for (const chains of [...hooks.values(), ...linkHooks.values()]) chains.sort((a, b) => a.priority - b.priority)
  const translates = (family: Family): boolean =>
    [...hooks].some(([key, chains]) => key.startsWith(`${family} `) && chains.some((base) => base.type === 'nat'))
  return {
    namespace: namespace.name,
    hooks,
    linkHooks,
    unread: { 4: findUnread(namespace, 4), 6: findUnread(namespace, 6) },
    translates: { 4: translates(4), 6: translates(6) },
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
  const compiled: CompiledTable = { chains, sets: new Map(table.sets.map((set) => [set.name, set] as const)) }
  const where = `${backend}/${table.family}/${table.name}`
  for (const chain of table.chains) chains.set(chain.name, compileChain(namespace, where, chain, compiled))
  for (const { name, base } of table.chains) {
    const chain = chains.get(name)
    if (!base || !chain) continue
    const entry: BaseChain = { chain, ...base }
    if (table.family === 'bridge' || table.family === 'netdev') push(linkHooks, `${table.family} ${base.hook}`, entry)
    if (table.family === 'ip' || table.family === 'inet') push(hooks, `4 ${base.hook}`, entry)
    if (table.family === 'ip6' || table.family === 'inet') push(hooks, `6 ${base.hook}`, entry)
  }
}

function compileChain(namespace: string, where: string, chain: Chain, table: CompiledTable): CompiledChain {
  const rules = chain.rules.map((rule) => ({
    fact: `${namespace}#rule/${where}/${chain.name}/${rule.number}`,
    rule,
    statements: rule.statements.map(compileStatement),
  }))
  return { name: chain.name, fact: `${namespace}#chain/${where}/${chain.name}`, rules, table }
}

function push(map: Map<string, BaseChain[]>, key: string, entry: BaseChain): void {
  const held = map.get(key)
  if (held) held.push(entry)
  else map.set(key, [entry])
}

function findUnread(namespace: Namespace, family: Family): { fact: FactId; what: string } | null {
  const index = namespace.unread.findIndex(
    (entry) => ['nft', 'iptables-nft', 'iptables-legacy'].includes(entry.what) && (entry.family ?? family) === family,
  )
  const entry = namespace.unread[index]
  return entry ? { fact: `${namespace.name}#unread/${index}`, what: entry.what } : null
}
