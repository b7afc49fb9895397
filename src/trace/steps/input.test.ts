// What a node does with a ClusterIP that it translates and then finds no way for.
import { expect, it } from 'vitest'
import { podNodeHost } from '../../../test/small-network.ts'
import type { Ruleset } from '../../model/ruleset.ts'
import { compile } from '../compile.ts'
import { follow } from '../follow.ts'

const node = podNodeHost()
  .address('node', 'cni0', 'fd00:1::1/64')
  .address('pod', 'eth0', 'fd00:1::a/64')
  .route('pod', '::/0', 'fd00:1::1', 'eth0')
  .forwarding('node')
  .sysctl('node', 'net.bridge.bridge-nf-call-ip6tables', '1')
  .rules('node', translates('ip', '172.19.0.9'))
  .rules('node', translates('ip6', 'fd00:9::9'))
  .route('node', '172.19.0.0/16', null, null, 'unreachable')

it.each([
  // ip_route_input() succeeds with an error inside, and ip_error() answers.
  ['172.19.0.9', 'unreachable', 'EHOSTUNREACH'],
  ['10.96.0.20', 'unreachable', 'EHOSTUNREACH'],
  ['fd00:9::9', 'unreachable', 'ENETUNREACH'],
  // br_nf_pre_routing_finish_ipv6() frees what it translated and has no way for.
  ['fd00:96::20', 'dropped', 'timeout'],
])('%s behind a bridge is %s, the client is told %s', (destination, kind, outcome) => {
  const [path] = follow(compile(node.snapshot()), { from: 'pod', protocol: 'tcp', destination, destinationPort: 80 })
  expect({ kind: path?.verdict.kind, at: path?.verdict.at, outcome: path?.client.outcome }).toEqual({
    kind,
    at: { stage: 5, namespace: 'node' },
    outcome,
  })
})

/** The Service's address only: other packets pass as they are. */
function translates(family: 'ip' | 'ip6', to: string): Ruleset {
  const dialled = family === 'ip' ? '10.96.0.20/32' : 'fd00:96::20/128'
  const statements = [
    {
      kind: 'match' as const,
      match: {
        kind: 'compare' as const,
        fields: [{ name: `${family}.destination` as const, mask: null }],
        negated: false,
        values: { kind: 'inline' as const, elements: [[{ kind: 'prefix' as const, prefix: dialled }]] },
      },
    },
    {
      kind: 'nat' as const,
      nat: {
        kind: 'dnat' as const,
        family: family === 'ip' ? (4 as const) : (6 as const),
        address: { from: to, to },
        ports: null,
        flags: [],
      },
    },
  ]
  const chain = {
    name: 'services',
    base: { hook: 'prerouting', type: 'nat', priority: -100, policy: 'accept', device: null } as const,
    rules: [{ number: 1, handle: null, text: '', comment: null, statements }],
  }
  return { backend: 'nft', tables: [{ family, name: 'own', chains: [chain], sets: [] }] }
}
