// Rulesets as kube-proxy, Docker, ufw and firewalld write them, put into a namespace, printed back and parsed: nothing in them is lost
// and nothing is not understood.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { printInNamespace } from '../../test/parse/print-in-namespace.ts'
import type { Rule, Table } from '../model/ruleset.ts'
import { parseIptablesSave } from './iptables/parse-iptables-save.ts'
import { parseNftRuleset } from './nft/parse-nft-ruleset.ts'

const written = (file: string) => readFileSync(new URL(`../../test/parse/rulesets/${file}`, import.meta.url), 'utf8')

function rulesOf(tables: readonly Table[]): Rule[] {
  return tables.flatMap((table) => table.chains.flatMap((chain) => chain.rules))
}

function notUnderstood(rules: readonly Rule[]): string[] {
  return rules
    .filter(({ statements }) =>
      statements.some(
        (one) => one.kind === 'unsupported' || (one.kind === 'match' && one.match.kind === 'unsupported'),
      ),
    )
    .map(({ text }) => text)
}

/** Every chain that a rule or a map of the table leads to. */
function jumpedTo(table: Table): string[] {
  const entries = table.sets.flatMap((set) => set.entries)
  const inline = rulesOf([table]).flatMap(({ statements }) =>
    statements.flatMap((one) => {
      if (one.kind === 'verdict') return [one.verdict]
      return one.kind === 'verdict-map' && one.map.kind === 'inline'
        ? one.map.entries.map(({ verdict }) => verdict)
        : []
    }),
  )
  return [...entries.map(({ verdict }) => verdict), ...inline].flatMap((verdict) =>
    'chain' in verdict ? [verdict.chain] : [],
  )
}

describe.each(['kube-proxy.iptables', 'docker.iptables', 'ufw.iptables'])('%s', (file) => {
  it.each(['nft', 'legacy'] as const)('is understood line by line as iptables-%s prints it', (backend) => {
    const printed = printInNamespace(`iptables-${backend}-restore; iptables-${backend}-save`, written(file))
    const tables = parseIptablesSave(printed, `iptables-${backend}`, 4)
    const lines = printed.split('\n').filter((line) => line.startsWith('-A '))
    expect(
      rulesOf(tables)
        .map(({ text }) => text)
        .toSorted(),
    ).toEqual(lines.toSorted())
    expect(lines.length).toBe(written(file).match(/^-A /gm)?.length)
    expect(notUnderstood(rulesOf(tables))).toEqual([])
    for (const table of tables) {
      const chains = table.chains.map(({ name }) => name)
      expect(jumpedTo(table).filter((name) => !chains.includes(name))).toEqual([])
    }
  })
})

describe.each(['kube-proxy.nft', 'docker.nft', 'firewalld.nft'])('%s', (file) => {
  it('is understood rule by rule as nft prints it', () => {
    const printed = printInNamespace('nft -f -; nft -j list ruleset; nft -s list ruleset', written(file))
    const end = printed.indexOf('\n')
    const tables = parseNftRuleset(printed.slice(0, end))
    const lines = printed
      .slice(end)
      .split('\n')
      .map((line) => line.trim().replace(/\bcounter /, ''))
    const rules = rulesOf(tables)
    expect(rules.filter(({ text }) => !lines.includes(text))).toEqual([])
    expect(rules.length).toBe(JSON.parse(printed.slice(0, end)).nftables.filter((one: object) => 'rule' in one).length)
    expect(rules.length).toBeGreaterThan(10)
    expect(notUnderstood(rules)).toEqual([])
    for (const table of tables) {
      const chains = table.chains.map(({ name }) => name)
      expect(jumpedTo(table).filter((name) => !chains.includes(name))).toEqual([])
      expect(table.sets.flatMap(({ unknown }) => unknown)).toEqual([])
    }
  })
})
