// What rules after routing can ask about a packet that is passed on.
import { expect, it } from 'vitest'
import { podNodeHost } from '../../../test/small-network.ts'
import type { FieldName, Statement } from '../../model/ruleset.ts'
import { compile } from '../compile.ts'
import { follow } from '../follow.ts'

const drop: Statement = { kind: 'verdict', verdict: { kind: 'drop' } }

it.each<[FieldName, string, string]>([
  ['meta.iifname', 'cni0', 'dropped'],
  ['meta.iifname', 'other', 'delivered'],
  ['meta.oifname', 'eth0', 'dropped'],
  // A forwarded packet has no socket here.
  ['meta.skuid', '0', 'delivered'],
])('a forwarded packet meets %s %s in postrouting and is %s', (name, value, expected) => {
  const match: Statement = {
    kind: 'match',
    match: {
      kind: 'compare',
      fields: [{ name, mask: null }],
      negated: false,
      values: { kind: 'inline', elements: [[{ kind: 'exact', value }]] },
    },
  }
  const chain = {
    name: 'after',
    base: { hook: 'postrouting', type: 'filter', priority: 0, policy: 'accept', device: null } as const,
    rules: [{ number: 1, handle: null, text: '', comment: null, statements: [match, drop] }],
  }
  const network = podNodeHost()
    .listen('host', '0.0.0.0', 5432)
    .rules('node', { backend: 'nft', tables: [{ family: 'ip', name: 'own', chains: [chain], sets: [] }] })
  const flow = { from: 'pod', protocol: 'tcp', destination: '172.18.0.1', destinationPort: 5432 } as const
  expect(follow(compile(network.snapshot()), flow).map((path) => path.verdict.kind)).toEqual([expected])
})
