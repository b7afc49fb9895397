// Parses what iptables-save and ip6tables-save print, of nft or of legacy, into tables of rules.
import type { Family } from '../../model/packet.ts'
import type { Backend, Chain, Rule, Table } from '../../model/ruleset.ts'
import { builtinChain } from './builtin-chains.ts'
import { parseRule } from './parse-rule.ts'
import { splitLines } from './split-lines.ts'

/** Every `-A` line becomes one rule; what is not understood in it becomes an unsupported statement. */
export function parseIptablesSave(text: string, backend: Exclude<Backend, 'nft'>, family: Family): Table[] {
  return readTables(text).map(({ name, policies, rules }) => ({
    family: family === 4 ? 'ip' : 'ip6',
    name,
    chains: chainsOf(name, policies, rules, backend, family),
    sets: [],
  }))
}

interface PrintedTable {
  readonly name: string
  /** Chain → policy, `-` for a chain of the user's. */
  readonly policies: Map<string, string>
  readonly rules: { readonly chain: string; readonly text: string }[]
}

function readTables(text: string): PrintedTable[] {
  const tables = new Map<string, PrintedTable>()
  const tableOf = (name: string) => {
    const table = tables.get(name) ?? { name, policies: new Map<string, string>(), rules: [] }
    tables.set(name, table)
    return table
  }
  // `iptables -S` names no table and means filter.
  let current = 'filter'
  for (const line of splitLines(text)) {
    if (line.startsWith('*')) {
      current = line.slice(1).trim()
      tableOf(current)
    } else if (line.startsWith(':')) {
      const [chain = '', policy = '-'] = line.slice(1).split(/\s+/)
      tableOf(current).policies.set(chain, policy)
    } else {
      const rule = /^(?:\[\d+:\d+\] )?(-A (\S+)[\s\S]*)$/.exec(line)
      if (rule?.[1] && rule[2]) tableOf(current).rules.push({ chain: rule[2], text: rule[1].trimEnd() })
    }
  }
  return [...tables.values()]
}

function chainsOf(
  table: string,
  policies: ReadonlyMap<string, string>,
  printed: PrintedTable['rules'],
  backend: Exclude<Backend, 'nft'>,
  family: Family,
): Chain[] {
  const names = new Set([...policies.keys(), ...printed.map((rule) => rule.chain)])
  const rules = new Map<string, Rule[]>([...names].map((name) => [name, []]))
  for (const { chain, text } of printed) {
    const list = rules.get(chain)
    list?.push(parseRule(text, list.length + 1, { family, table, backend, chains: names }))
  }
  return [...rules].map(([name, list]) => ({
    name,
    base: builtinChain(table, name, policies.get(name) ?? '-'),
    rules: list,
  }))
}
