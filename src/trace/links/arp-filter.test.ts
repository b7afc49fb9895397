// Rules on ARP itself: where they may stop a question or its answer, nobody is told that the packet arrives.
import { expect, it } from 'vitest'
import { podNodeHost } from '../../../test/small-network.ts'
import type { Rule, Ruleset } from '../../model/ruleset.ts'
import { compile } from '../compile.ts'
import { follow } from '../follow.ts'

const drop: Rule['statements'] = [{ kind: 'verdict', verdict: { kind: 'drop' } }]
const accept: Rule['statements'] = [{ kind: 'verdict', verdict: { kind: 'accept' } }]

it.each([
  [
    'a rule that drops',
    drop,
    'accept',
    { kind: 'unsupported-rule', rule: 'host#rule/nft/arp/own/in/1', text: 'first' },
  ],
  [
    'a policy that drops',
    accept,
    'drop',
    { kind: 'unsupported-rule', rule: 'host#chain/nft/arp/own/in', text: 'policy drop' },
  ],
  ['nothing that drops', accept, 'accept', { kind: 'socket-accepts', socket: 'host#socket/0' }],
] as const)('%s decides what can be told', (_, statements, policy, reason) => {
  const network = podNodeHost().listen('host', '0.0.0.0', 5432).rules('host', onArp(statements, policy))
  const flow = { from: 'pod', protocol: 'tcp', destination: '172.18.0.1', destinationPort: 5432 } as const
  expect(follow(compile(network.snapshot()), flow)[0]?.verdict).toMatchObject({ at: { namespace: 'host' }, reason })
})

function onArp(statements: Rule['statements'], policy: 'accept' | 'drop'): Ruleset {
  const base = { hook: 'input', type: 'filter', priority: 0, policy, device: null } as const
  const rule = { number: 1, handle: 1, text: 'first', comment: null, statements }
  return {
    backend: 'nft',
    tables: [{ family: 'arp', name: 'own', chains: [{ name: 'in', base, rules: [rule] }], sets: [] }],
  }
}
