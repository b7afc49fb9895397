// A firewall that takes neighbour discovery for any other packet takes IPv6 away.
import { expect, it } from 'vitest'
import { podNodeHost } from '../../../test/small-network.ts'
import type { Rule, Ruleset, Statement } from '../../model/ruleset.ts'
import { compile } from '../compile.ts'
import { follow } from '../follow.ts'

const server = () =>
  podNodeHost()
    .address('pod', 'eth0', 'fd00:1::a/64')
    .address('node', 'cni0', 'fd00:1::1/64')
    .address('node', 'eth0', 'fd00:18::2/64')
    .address('host', 'br0', 'fd00:18::1/64')
    .route('pod', '::/0', 'fd00:1::1', 'eth0')
    .route('host', 'fd00:1::/64', 'fd00:18::2', 'br0')
    .listen('host', '::', 5432)

it.each([
  ['lets only the port in', [accepts('port.destination', '5432')], 'unreachable', 'EHOSTUNREACH'],
  [
    'lets neighbours ask and answer as well',
    [accepts('port.destination', '5432'), accepts('icmpv6.type', '135'), accepts('icmpv6.type', '136')],
    'delivered',
    'connected',
  ],
])('a firewall that %s', (_, rules, kind, outcome) => {
  const flow = { from: 'pod', protocol: 'tcp', destination: 'fd00:18::1', destinationPort: 5432 } as const
  const [path] = follow(compile(server().forwarding('node').rules('host', input(rules)).snapshot()), flow)
  expect({ kind: path?.verdict.kind, outcome: path?.client.outcome }).toEqual({ kind, outcome })
})

function accepts(name: 'port.destination' | 'icmpv6.type', value: string): Statement[] {
  const values = { kind: 'inline' as const, elements: [[{ kind: 'exact' as const, value }]] }
  return [
    { kind: 'match', match: { kind: 'compare', fields: [{ name, mask: null }], negated: false, values } },
    { kind: 'verdict', verdict: { kind: 'accept' } },
  ]
}

function input(accepted: readonly Statement[][]): Ruleset {
  const base = { hook: 'input', type: 'filter', priority: 0, policy: 'drop', device: null } as const
  const rules: Rule[] = accepted.map((statements, index) => ({
    ...{ number: index + 1, handle: null, text: '', comment: null },
    statements,
  }))
  return {
    backend: 'nft',
    tables: [{ family: 'ip6', name: 'own', chains: [{ name: 'in', base, rules }], sets: [] }],
  }
}
