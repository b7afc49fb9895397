// Joins what nft and iptables-nft-save say of one table that both show.
import type { Backend, Chain, Rule, Table } from '../model/ruleset.ts'

/** A table whose every rule iptables wrote is iptables-nft's. In any other, which nft users share, each rule is taken from the tool
 *  that wrote it; such a table is nft's, as its handles are needed to name its rules. */
export function joinTables(
  saved: Table,
  shown: Table,
  ofIptables: ReadonlySet<Rule>,
): { readonly backend: Backend; readonly table: Table } {
  const isAllSaved = shown.chains.every(
    (chain) => chain.rules.every((rule) => ofIptables.has(rule)) && chain.rules.length === rulesOf(saved, chain).length,
  )
  if (isAllSaved) return { backend: 'iptables-nft', table: saved }
  return {
    backend: 'nft',
    table: { ...shown, chains: shown.chains.map((chain) => joinChain(chain, saved, ofIptables)) },
  }
}

function joinChain(shown: Chain, saved: Table, ofIptables: ReadonlySet<Rule>): Chain {
  const rules = rulesOf(saved, shown)
  // The ruleset changed between the two tools: what nft shows is one moment's.
  if (rules.length !== shown.rules.length) return shown
  return {
    ...shown,
    rules: shown.rules.map((rule, index) => {
      const same = rules[index]
      return same && ofIptables.has(rule) ? { ...same, handle: rule.handle } : rule
    }),
  }
}

function rulesOf(table: Table, chain: Chain): readonly Rule[] {
  return table.chains.find(({ name }) => name === chain.name)?.rules ?? []
}
