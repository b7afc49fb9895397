// What kube-proxy's rules say of its mode.
import { expect, test } from 'vitest'
import type { RawNamespace, ToolOutput } from '../../parse/raw-namespace.ts'
import { proxyModes } from './proxy-modes.ts'

const printed = (text: string): ToolOutput => ({ text, error: null })
const node = (rules: Partial<Record<'nft' | 'iptablesNft4' | 'iptablesLegacy4', string>>): RawNamespace => {
  const nothing = printed('')
  return {
    ...{ name: 'n', role: 'node', node: null, netnsIds: [], resolvConf: nothing, hosts: nothing },
    ...{ ip4: nothing, ip6: nothing, bridge: nothing, ss: nothing, sysctls: nothing },
    ...{ iptablesNft6: nothing, iptablesLegacy6: nothing },
    nft: printed(rules.nft ?? ''),
    iptablesNft4: printed(rules.iptablesNft4 ?? ''),
    iptablesLegacy4: printed(rules.iptablesLegacy4 ?? ''),
  }
}
const heading =
  'IP Virtual Server version 1.2.1 (size=4096)\nProt LocalAddress:Port Scheduler Flags\n  -> RemoteAddress:Port\n'

test.each([
  ['none', node({ iptablesNft4: '*nat\n:KUBE-HOSTPORTS - [0:0]\n' }), '', []],
  ['iptables', node({ iptablesNft4: '*nat\n:KUBE-SERVICES - [0:0]\n' }), '', ['iptables']],
  ['iptables of the older kind', node({ iptablesLegacy4: '*nat\n:KUBE-SERVICES - [0:0]\n' }), '', ['iptables']],
  ['nftables', node({ nft: '{"table": {"family": "ip", "name": "kube-proxy", "handle": 3}}' }), '', ['nftables']],
  ['ipvs', node({ iptablesNft4: ':KUBE-SERVICES - [0:0]\n' }), `${heading}TCP  0A600001:01BB rr \n`, ['ipvs']],
  ['iptables beside an IPVS of nobody', node({ iptablesNft4: ':KUBE-SERVICES - [0:0]\n' }), heading, ['iptables']],
] as const)('%s', (_mode, raw, ipVs, modes) => {
  expect(proxyModes(raw, ipVs)).toEqual(modes)
})
