// Rules below the network layer, against the kernel and by hand.
import { describe, expect, it } from 'vitest'
import { type Case, holdAgainstKernel, nft } from '../../../test/netfilter/hold-against-kernel.ts'
import { namespaceWith, recorder, syn, tables } from '../../../test/netfilter/one-hook.ts'
import type { Statement, Table } from '../../model/ruleset.ts'
import { compileNetfilter } from './compile-netfilter.ts'
import { ConnectionTable } from './connection-table.ts'
import type { Passage } from './passage.ts'
import { runLinkHook } from './run-link-hook.ts'

const atSomeLink = 'undetermined at chain in at a link that is not known'

const cases: readonly Case[] = [
  [
    'ingress drops what comes in by its link, which nft does not print: only packets that it would drop are undetermined',
    nft(`table netdev n { chain in { type filter hook ingress device "p1" priority 0
      ip daddr 10.2.0.2 tcp dport 8001 drop
      meta protocol ip6 tcp dport 8002 drop
    } }
    table inet i { chain in { type filter hook ingress device "s0" priority 0
      udp sport 8000 drop
    } }`),
    {
      'tcp 10.2.0.2:8000': 'server 10.2.0.2 8000 from 10.1.0.2',
      'tcp 10.2.0.2:8001': ['timeout', atSomeLink],
      'tcp 10.2.0.2:8002': 'server 10.2.0.2 8002 from 10.1.0.2',
      'tcp [fd02::2]:8002': ['timeout', atSomeLink],
      'udp 10.2.0.2:8000': ['timeout', atSomeLink],
      'udp 10.1.0.3:8000': ['near 10.1.0.3 8000 from 10.1.0.2', atSomeLink],
    },
  ],
  [
    'the bridge family sees ports where the IP hooks see the bridge',
    nft(`table bridge b {
      chain p { type filter hook prerouting priority -300
        iifname "p2" tcp sport 8003 drop
      }
      chain i { type filter hook input priority -200
        ip daddr 10.2.0.2 tcp dport 8001 drop
      }
      chain f { type filter hook forward priority -200
        iifname "p1" oifname "p2" tcp dport 8001 drop
        ip daddr 10.2.0.2 tcp dport 8002 drop
      } }`),
    {
      'tcp 10.1.0.3:8000': 'near 10.1.0.3 8000 from 10.1.0.2',
      'tcp 10.1.0.3:8001': 'timeout',
      'tcp 10.1.0.3:8003': 'timeout',
      'tcp 10.2.0.2:8001': 'timeout',
      'tcp 10.2.0.2:8002': 'server 10.2.0.2 8002 from 10.1.0.2',
    },
  ],
]

holdAgainstKernel('link hooks', cases)

describe('what cannot be told of a link hook', () => {
  const drop: Statement = { kind: 'verdict', verdict: { kind: 'drop' } }
  const log: Statement = { kind: 'no-effect', text: 'log' }

  function ask(device: string | null, statement: Statement, unread: 'nft' | 'routes' = 'routes') {
    const rule = { number: 1, handle: 2, text: 'ct state new drop', comment: null, statements: [statement] }
    const base = { hook: 'ingress', type: 'filter', priority: 0, policy: 'accept', device } as const
    const table: Table = { family: 'netdev', name: 'n', sets: [], chains: [{ name: 'c', base, rules: [rule] }] }
    const namespace = namespaceWith([tables(table)], [{ what: unread, family: null, why: 'no' }])
    const passage = {
      ...{ namespace: 'node', packet: syn, incomingLink: 'p1', outgoingLink: null, bridged: null, zone: 0 },
      ...{ fromLocalProcess: false, tracking: null, connections: new ConnectionTable(), ...recorder() },
    }
    return runLinkHook(compileNetfilter(namespace), 'netdev', 'ingress', passage as unknown as Passage)
  }

  it('a chain at a link that is not printed is undetermined where it would drop', () => {
    expect(ask(null, drop)).toEqual({
      kind: 'undetermined',
      reason: {
        kind: 'unsupported-rule',
        rule: 'node#chain/nft/netdev/n/c',
        text: 'chain c at a link that is not known',
      },
      evidence: ['node#rule/nft/netdev/n/c/1'],
    })
    expect(ask(null, log)).toEqual({ kind: 'passed' })
  })

  it('a chain at another link does not count', () => {
    expect(ask('p2', drop)).toEqual({ kind: 'passed' })
    expect(ask('p1', drop)).toMatchObject({ kind: 'dropped' })
  })

  it('connection tracking of a bridge is not followed', () => {
    const fields = [{ name: 'ct.state', mask: null }] as const
    const elements = [[{ kind: 'exact', value: 'new' }]] as const
    const isNew: Statement = {
      kind: 'match',
      match: { kind: 'compare', fields, negated: false, values: { kind: 'inline', elements } },
    }
    const rule = { number: 1, handle: 2, text: 'ct state new drop', comment: null, statements: [isNew, drop] }
    const base = { hook: 'forward', type: 'filter', priority: 0, policy: 'accept', device: null } as const
    const table: Table = { family: 'bridge', name: 'b', sets: [], chains: [{ name: 'c', base, rules: [rule] }] }
    const passage = { namespace: 'node', packet: syn, incomingLink: 'p1', tracking: null, ...recorder() }
    const netfilter = compileNetfilter(namespaceWith([tables(table)]))
    expect(runLinkHook(netfilter, 'bridge', 'forward', passage as unknown as Passage)).toMatchObject({
      kind: 'undetermined',
      reason: { text: 'ct state new drop' },
    })
  })

  it('without nft nobody knows its tables', () => {
    expect(ask('p2', log, 'nft')).toMatchObject({ kind: 'undetermined', reason: { kind: 'unread', what: 'nft' } })
  })
})
