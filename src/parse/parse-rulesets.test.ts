// Tables of nft, iptables-nft and iptables-legacy side by side in one namespace: each is taken once, from the tool that shows it whole.
import { describe, expect, it } from 'vitest'
import { iptablesRows, restoreInput } from '../../test/parse/iptables-rows.ts'
import { printSections } from '../../test/parse/print-sections.ts'
import { sayStatements } from '../../test/parse/say-statement.ts'
import type { Ruleset } from '../model/ruleset.ts'
import { parseRulesets } from './parse-rulesets.ts'

const commands = {
  nft: 'nft -j list ruleset',
  iptablesNft4: 'iptables-nft-save 2>/run/why || { echo; cat /run/why; }',
  iptablesNft6: 'ip6tables-nft-save',
  iptablesLegacy4: 'iptables-legacy-save',
  iptablesLegacy6: ':',
}

function read(setUp: string) {
  const printed = printSections(`mount -t tmpfs none /run\n${setUp}`, commands)
  const output = (text: string) => ({ text, error: null })
  return {
    ...{
      nft: output(printed.nft),
      iptablesNft4: output(printed.iptablesNft4),
      iptablesNft6: output(printed.iptablesNft6),
    },
    ...{ iptablesLegacy4: output(printed.iptablesLegacy4), iptablesLegacy6: output(printed.iptablesLegacy6) },
  }
}

function say(rulesets: readonly Ruleset[]): string[] {
  return rulesets.flatMap(({ backend, tables }) =>
    tables.map(({ family, name, chains }) => {
      const rules = chains.flatMap((chain) => chain.rules.map((rule) => rule.text))
      return `${backend} ${family} ${name}: ${rules.join(', ')}`
    }),
  )
}

const three = `
iptables-nft -A FORWARD -s 10.0.0.0/8 -j DROP
ip6tables-nft -A FORWARD -j ACCEPT
iptables-legacy -t filter -A INPUT -j ACCEPT
nft add table inet fw
nft add chain inet fw input '{ type filter hook input priority 10; }'
nft add rule inet fw input tcp dport 22 accept
`

const commented = 'iptables-nft -A FORWARD -m comment --comment hi -j DROP'

describe('a table', () => {
  it('of iptables-nft is not taken from nft too', () => {
    const { rulesets, unread } = parseRulesets(read(three))
    expect(say(rulesets)).toEqual([
      'nft inet fw: tcp dport 22 accept',
      'iptables-nft ip filter: -A FORWARD -s 10.0.0.0/8 -j DROP',
      'iptables-nft ip6 filter: -A FORWARD -j ACCEPT',
      'iptables-legacy ip filter: -A INPUT -j ACCEPT',
    ])
    expect(unread).toEqual([])
  })

  it('that iptables wrote stays with iptables-nft whatever matches and targets it has', () => {
    const input = restoreInput(iptablesRows[0][1])
    const { rulesets } = parseRulesets(read(`iptables-nft-restore <<'EOF'\n${input}EOF`))
    expect(rulesets.map(({ backend, tables }) => [backend, tables.map(({ name }) => name).toSorted()])).toEqual([
      ['nft', []],
      ['iptables-nft', ['filter', 'mangle', 'nat', 'raw']],
      ['iptables-legacy', []],
    ])
  })

  it.each([
    [
      'a rule at which iptables-nft-save gives up',
      'nft add rule ip filter FORWARD th dport 53 accept',
      ', th dport 53 accept',
    ],
    [
      'a base chain of its own',
      "nft add chain ip filter early '{ type filter hook forward priority -5; policy drop; }'",
      '',
    ],
  ])('with %s is taken from nft', (_, command, more) => {
    const { rulesets, unread } = parseRulesets(read(`${commented}\n${command}`))
    expect(say(rulesets)).toEqual([`nft ip filter: xt match comment drop${more}`])
    expect(unread).toEqual([])
    expect(rulesets[0]?.tables[0]?.chains.find(({ name }) => name === 'early')?.base ?? null).toEqual(
      more === '' ? { hook: 'forward', type: 'filter', priority: -5, policy: 'drop', device: null } : null,
    )
  })

  it('that iptables and nft share has each rule from the tool that wrote it: iptables-nft-save prints the other as -j DROP', () => {
    const setUp = `${commented}\nnft add rule ip filter FORWARD ip saddr { 1.1.1.1, 1.1.1.2 } counter drop`
    expect(read(setUp).iptablesNft4.text).toContain('\n-A FORWARD -j DROP\n')
    const { rulesets, unread } = parseRulesets(read(setUp))
    expect(say(rulesets)).toEqual([
      'nft ip filter: -A FORWARD -m comment --comment hi -j DROP, ip saddr { 1.1.1.1, 1.1.1.2 } drop',
    ])
    expect(rulesets[0]?.tables[0]?.chains.flatMap(({ rules }) => rules.map(({ handle }) => typeof handle))).toEqual([
      'number',
      'number',
    ])
    expect(unread).toEqual([])
  })

  it('that only nft shows has matches and targets of iptables by name, and they are not guessed', () => {
    const { rulesets } = parseRulesets(
      read(`iptables-nft -A FORWARD -p tcp -m recent --set -j LOG
iptables-nft -A FORWARD -j REJECT
nft add chain ip filter early '{ type filter hook forward priority -5; }'`),
    )
    const rules = rulesets[0]?.tables[0]?.chains.flatMap((chain) => chain.rules) ?? []
    expect(rules.map(({ statements }) => sayStatements(statements))).toEqual([
      'meta.l4proto = tcp; unsupported?(xt match recent); no-effect(xt target LOG)',
      'unsupported(xt target REJECT)',
    ])
  })
})

describe('without nft', () => {
  const without = (setUp: string) => parseRulesets({ ...read(setUp), nft: { text: null, error: 'nft: not found' } })

  it('its own tables are unread, those of iptables are not', () => {
    const { rulesets, unread } = without(three)
    expect(say(rulesets)).toEqual([
      'iptables-nft ip filter: -A FORWARD -s 10.0.0.0/8 -j DROP',
      'iptables-nft ip6 filter: -A FORWARD -j ACCEPT',
      'iptables-legacy ip filter: -A INPUT -j ACCEPT',
    ])
    expect(unread).toEqual([{ what: 'nft', family: null, why: 'nft: nft: not found' }])
  })

  it('a table that iptables-nft-save cannot show is unread', () => {
    const { rulesets, unread } = without(
      "iptables-nft -A INPUT -j DROP; nft add chain ip filter early '{ type filter hook forward priority -5; }'",
    )
    expect(say(rulesets)).toEqual([])
    expect(unread.slice(1)).toEqual([
      {
        what: 'iptables-nft',
        family: 4,
        why: "# Table `filter' contains incompatible base-chains, use 'nft' tool to list them.",
      },
    ])
  })
})
