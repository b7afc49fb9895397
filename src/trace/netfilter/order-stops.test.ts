// In which order a packet meets chains, connection tracking and translation.
import { expect, it } from 'vitest'
import { iptables, namespaceWith, tables } from '../../../test/netfilter/one-hook.ts'
import type { Chain, Ruleset, Table } from '../../model/ruleset.ts'
import { compileNetfilter } from './compile-netfilter.ts'

function stops(hook: string, ...rulesets: Ruleset[]): string[] {
  const listed = compileNetfilter(namespaceWith(rulesets)).hooks.get(hook) ?? []
  return listed.map((stop) => {
    if (stop.kind === 'chain') return `${stop.priority} ${stop.base.chain.fact.replace('node#chain/', '')}`
    const chains =
      stop.kind === 'nat' ? stop.chains.map((base) => ` ${base.chain.fact.replace('node#chain/', '')}`) : []
    return `${stop.priority} ${stop.kind}${chains.join('')}`
  })
}

function own(
  family: Table['family'],
  name: string,
  hook: 'prerouting' | 'postrouting',
  priority: number,
  type: 'filter' | 'nat',
): Table {
  const base: Chain['base'] = { hook, type, priority, policy: 'accept', device: null }
  return { family, name, sets: [], chains: [{ name: 'c', base, rules: [] }] }
}

it('raw, tracking, mangle, translation, and chains of both families in between', () => {
  const rules = [
    iptables('raw', ':PREROUTING ACCEPT'),
    iptables('mangle', ':PREROUTING ACCEPT'),
    iptables('nat', ':PREROUTING ACCEPT', ':POSTROUTING ACCEPT'),
    tables(own('inet', 'late', 'prerouting', -50, 'filter'), own('ip6', 'six', 'prerouting', -50, 'filter')),
  ]
  expect(stops('4 prerouting', ...rules)).toEqual([
    '-300 iptables-nft/ip/raw/PREROUTING',
    '-200 track',
    '-150 iptables-nft/ip/mangle/PREROUTING',
    '-100 nat iptables-nft/ip/nat/PREROUTING',
    '-50 nft/inet/late/c',
  ])
  expect(stops('6 prerouting', ...rules)).toEqual(['-200 track', '-50 nft/ip6/six/c', '-50 nft/inet/late/c'])
  expect(stops('4 postrouting', ...rules)).toEqual(['100 nat iptables-nft/ip/nat/POSTROUTING'])
})

it('of equal priorities the later one is first, and native nft chains are taken to be the latest', () => {
  const first = own('ip', 'first', 'prerouting', -150, 'filter')
  const second = own('ip', 'second', 'prerouting', -150, 'filter')
  expect(stops('4 prerouting', tables(first, second), iptables('mangle', ':PREROUTING ACCEPT')).slice(1)).toEqual([
    '-150 nft/ip/second/c',
    '-150 nft/ip/first/c',
    '-150 iptables-nft/ip/mangle/PREROUTING',
  ])
})

it('nat chains are all asked where translation happens, in the order of their own priorities', () => {
  const late = own('ip', 'late', 'prerouting', 50, 'nat')
  const early = own('inet', 'early', 'prerouting', -110, 'nat')
  expect(stops('4 prerouting', tables(late, early))).toEqual(['-200 track', '-100 nat nft/inet/early/c nft/ip/late/c'])
})

it('one nat chain is enough for translation at all four hooks of its family', () => {
  const rules = tables(own('ip', 'one', 'postrouting', 100, 'nat'))
  expect(['prerouting', 'input', 'forward', 'output', 'postrouting'].map((hook) => stops(`4 ${hook}`, rules))).toEqual([
    ['-200 track', '-100 nat'],
    ['100 nat'],
    [],
    ['-200 track', '-100 nat'],
    ['100 nat nft/ip/one/c'],
  ])
  expect(stops('6 input', rules)).toEqual([])
})
