// A whole namespace, read with the real tools and parsed, and the same with tools that failed.
import { describe, expect, it } from 'vitest'
import { printed, raw } from '../../test/parse/real-namespace.ts'
import { parseNamespace } from './parse-namespace.ts'
import type { ToolOutput } from './raw-namespace.ts'

const namespace = parseNamespace(raw)

describe('the rest', () => {
  it('has sysctls by name, a dot in a link’s name written as a slash', () => {
    expect(namespace.sysctls).toMatchObject({
      'net.ipv4.ip_forward': '0',
      'net.ipv4.conf.flannel/1.forwarding': '0',
      'net.ipv4.conf.br0.forwarding': '0',
    })
  })

  it('has nothing unread', () => {
    expect(namespace.unread).toEqual([])
    expect(namespace.resolvConf).toBe('nameserver 10.96.0.10\n')
    expect(namespace.hosts).toBe(null)
  })
})

describe('a tool that failed', () => {
  const failed = (text: string | null, error: string): ToolOutput => ({ text, error })

  it('leaves what it printed before, and the rest unread with its own words', () => {
    const [links = '', addresses = '', routes = ''] = printed.ip4.split('\n')
    const cut = parseNamespace({
      ...raw,
      ip4: failed([links, addresses, routes].join('\n'), 'RTNETLINK answers: Operation not permitted'),
    })
    expect(cut.routes).toEqual(namespace.routes)
    expect(cut.policyRules.filter(({ family }) => family === 4)).toEqual([])
    expect(cut.unread).toEqual([
      { what: 'policy-rules', family: 4, why: 'ip -4: RTNETLINK answers: Operation not permitted' },
      { what: 'neighbours', family: 4, why: 'ip -4: RTNETLINK answers: Operation not permitted' },
    ])
  })

  it('is named for each kind of fact', () => {
    const missing = failed(null, 'not found')
    const blind = parseNamespace({
      ...raw,
      ...{ ip4: missing, ip6: missing, bridge: missing, nft: missing, iptablesNft4: missing, iptablesLegacy6: missing },
      ...{ ss: missing, sysctls: missing, resolvConf: failed(null, 'resolv.conf: Permission denied') },
    })
    expect(blind.unread.map(({ what, family, why }) => [what, family, why])).toEqual([
      ...(['links', 'routes', 'policy-rules', 'neighbours'] as const).map((what) => [what, 4, 'ip -4: not found']),
      ...(['links', 'routes', 'policy-rules', 'neighbours'] as const).map((what) => [what, 6, 'ip -6: not found']),
      ['forwarding', null, 'bridge: not found'],
      ['nft', null, 'nft: not found'],
      ['iptables-nft', 4, 'iptables-nft: not found'],
      ['iptables-legacy', 6, 'iptables-legacy: not found'],
      ['sockets', null, 'ss: not found'],
      ['sysctls', null, 'sysctls: not found'],
      ['resolv.conf', null, 'resolv.conf: Permission denied'],
    ])
  })
})
