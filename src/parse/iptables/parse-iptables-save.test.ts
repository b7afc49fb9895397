// Rules given to both iptables of this machine, printed back by them, and parsed.
import { describe, expect, it } from 'vitest'
import { iptablesRows, restoreInput } from '../../../test/parse/iptables-rows.ts'
import { printInNamespace } from '../../../test/parse/print-in-namespace.ts'
import { sayStatements } from '../../../test/parse/say-statement.ts'
import { parseIptablesSave } from './parse-iptables-save.ts'

describe.each(['nft', 'legacy'] as const)('iptables-%s', (backend) => {
  it.each(iptablesRows)('prints rules of IPv%s that are parsed to what was asked for', (family, tables) => {
    const tool = `ip${family === 6 ? '6' : ''}tables-${backend}`
    const printed = printInNamespace(`${tool}-restore; ${tool}-save`, restoreInput(tables))
    const parsed = parseIptablesSave(printed, `iptables-${backend}`, family)
    for (const [name, rows] of Object.entries(tables)) {
      const table = parsed.find((one) => one.name === name)
      // iptables prints a chain's rules together; rows keep their order within their chain.
      const chains = [...new Set(rows.map(([rule]) => rule.split(' ')[0]))]
      for (const chain of chains) {
        const rules = table?.chains.find((one) => one.name === chain)?.rules ?? []
        expect(rules.map((rule) => sayStatements(rule.statements))).toEqual(
          rows.filter(([rule]) => rule.split(' ')[0] === chain).map(([, says]) => says),
        )
        expect(rules.map((rule) => rule.text)).toEqual(linesOf(printed, name, chain ?? ''))
        expect(rules.map((rule) => rule.number)).toEqual(rules.map((_, index) => index + 1))
      }
    }
  })
})

/** The `-A` lines of one chain of one table. */
function linesOf(printed: string, table: string, chain: string): string[] {
  const section = printed.split(/^\*/m).find((one) => one.startsWith(`${table}\n`)) ?? ''
  return section.split('\n').filter((line) => `${line} `.startsWith(`-A ${chain} `))
}
