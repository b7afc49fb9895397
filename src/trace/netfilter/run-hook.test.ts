// What a packet meets at a hook, what is written down of it, and where nobody can say.
import { describe, expect, it } from 'vitest'
import { answerTo, iptables, namespaceWith, nftables, passHook, syn } from '../../../test/netfilter/one-hook.ts'
import { ConnectionTable } from './connection-table.ts'

const dropAll = iptables('filter', ':FORWARD ACCEPT', '-A FORWARD -d 10.9.9.9 -j ACCEPT', '-A FORWARD -p tcp -j DROP')

describe('what is written down', () => {
  it('a rule that drops is named, with its hook, and is the evidence', () => {
    const { result, steps, reads } = passHook([dropAll])
    const rule = 'node#rule/iptables-nft/ip/filter/FORWARD/2'
    expect(result).toEqual({
      kind: 'dropped',
      reason: { kind: 'rule-drops', rule, hook: 'forward' },
      evidence: [rule],
    })
    expect(steps).toEqual([`${rule} drop`])
    expect(reads).toContain('node#chain/iptables-nft/ip/filter/FORWARD')
  })

  it('a policy that drops is named by its chain', () => {
    const { result, steps } = passHook([iptables('filter', ':FORWARD DROP', '-A FORWARD -p udp -j ACCEPT')])
    const chain = 'node#chain/iptables-nft/ip/filter/FORWARD'
    expect(result).toEqual({
      kind: 'dropped',
      reason: { kind: 'policy-drops', chain, hook: 'forward' },
      evidence: [chain],
    })
    expect(steps).toEqual([`${chain} drop`])
  })

  it('every chain that was walked is read, those without a rule that matches too', () => {
    const lines = [':FORWARD ACCEPT', ':ONE -', ':TWO -', '-A FORWARD -j ONE', '-A FORWARD -p udp -j TWO']
    const { steps, reads } = passHook([iptables('filter', ...lines, '-A ONE -p udp -j DROP')])
    expect(steps).toEqual(['node#rule/iptables-nft/ip/filter/FORWARD/1 jump'])
    expect(reads).toEqual([
      'node#chain/iptables-nft/ip/filter/FORWARD',
      'node#rule/iptables-nft/ip/filter/FORWARD/1',
      'node#chain/iptables-nft/ip/filter/ONE',
    ])
  })

  it('rules without a target leave no step', () => {
    expect(passHook([iptables('filter', ':FORWARD ACCEPT', '-A FORWARD -p tcp', '-A FORWARD -j LOG')]).steps).toEqual(
      [],
    )
  })

  it('DNAT names its rule and what became of the packet; the answer is put back by no rule', () => {
    const nat = [iptables('nat', ':PREROUTING ACCEPT', '-A PREROUTING -p tcp -j DNAT --to-destination 10.2.0.3:81')]
    const connections = new ConnectionTable()
    const asked = { hook: 'prerouting', passage: { connections } } as const
    const there = passHook(nat, syn, asked)
    const rule = 'node#rule/iptables-nft/ip/nat/PREROUTING/1'
    expect(there.steps).toEqual([`${rule} nat`, `nat ${rule} 10.1.0.2:40001 > 10.2.0.3:81`])
    const again = passHook(nat, syn, asked)
    expect(again.steps).toEqual(['nat null 10.1.0.2:40001 > 10.2.0.3:81'])
    const back = passHook(nat, answerTo(there.packet), asked)
    expect(back.steps).toEqual([])
    const out = passHook(nat, back.packet, {
      hook: 'postrouting',
      passage: { connections, tracking: back.passage.tracking },
    })
    expect(out.steps).toEqual(['nat null 10.2.0.2:8000 > 10.1.0.2:40001'])
  })
})

describe('what is mended', () => {
  it('a rule that is mended does not match, and the next one decides', () => {
    const first = 'rule:node#rule/iptables-nft/ip/filter/FORWARD/2'
    expect(passHook([dropAll], syn, { mended: [first] }).result).toEqual({ kind: 'passed' })
  })

  it('a policy that is mended accepts', () => {
    const mended = ['chain:node#chain/iptables-nft/ip/filter/FORWARD']
    expect(passHook([iptables('filter', ':FORWARD DROP')], syn, { mended }).result).toEqual({ kind: 'passed' })
  })

  it('a reject that is mended does not match', () => {
    const mended = ['rule:node#rule/iptables-nft/ip/filter/FORWARD/1']
    const rejects = iptables('filter', ':FORWARD ACCEPT', '-A FORWARD -j REJECT', '-A FORWARD -j DROP')
    expect(passHook([rejects], syn, { mended }).steps).toEqual(['node#rule/iptables-nft/ip/filter/FORWARD/2 drop'])
  })
})

describe('what is not understood', () => {
  const stopsAt = (...lines: string[]) => {
    const { result } = passHook([iptables('filter', ':FORWARD ACCEPT', ':INNER -', ...lines)])
    return result.kind === 'undetermined' && result.reason.kind === 'unsupported-rule'
      ? result.reason.text
      : result.kind
  }
  const strange = '-m bpf --object-pinned /x'

  it.each([
    ['a rule that could drop stops there, by name', [`-A FORWARD ${strange} -j DROP`], `-A FORWARD ${strange} -j DROP`],
    ['one match that fails settles the rule', [`-A FORWARD -p udp ${strange} -j DROP`], 'passed'],
    ['a rule that only logs is passed by', [`-A FORWARD ${strange} -j LOG`], 'passed'],
    [
      'so is a jump to a chain that only logs',
      [`-A FORWARD ${strange} -j INNER`, '-A INNER -j LOG', '-A INNER -j RETURN'],
      'passed',
    ],
    [
      'a jump to a chain that could drop is not',
      [`-A FORWARD ${strange} -j INNER`, '-A INNER -p udp -j DROP'],
      `-A FORWARD ${strange} -j INNER`,
    ],
    [
      'a goto skips what follows',
      [`-A FORWARD ${strange} -g INNER`, '-A FORWARD -j DROP'],
      `-A FORWARD ${strange} -g INNER`,
    ],
    [
      'a return in a base chain asks the policy',
      [`-A FORWARD ${strange} -j RETURN`],
      `-A FORWARD ${strange} -j RETURN`,
    ],
    ['an ipset', ['-A FORWARD -m set --match-set s src -j DROP'], '-A FORWARD -m set --match-set s src -j DROP'],
    [
      'a queue',
      ['-A FORWARD -j NFQUEUE --queue-num 1 --queue-bypass'],
      '-A FORWARD -j NFQUEUE --queue-num 1 --queue-bypass',
    ],
    ['a queue for others', ['-A FORWARD -p udp -j NFQUEUE --queue-num 1'], 'passed'],
    ['a target that is not known', ['-A FORWARD -j STRANGE --really'], '-A FORWARD -j STRANGE --really'],
    ['a cgroup', ['-A FORWARD -m cgroup --cgroup 5 -j DROP'], '-A FORWARD -m cgroup --cgroup 5 -j DROP'],
    ['a rule after one that dropped', ['-A FORWARD -j DROP', `-A FORWARD ${strange} -j DROP`], 'dropped'],
  ])('%s', (_fact, lines, expected) => {
    expect(stopsAt(...lines)).toBe(expected)
  })

  it('says so in a step', () => {
    const { steps } = passHook([iptables('filter', ':FORWARD ACCEPT', '-A FORWARD -j STRANGE')])
    expect(steps).toEqual(['node#rule/iptables-nft/ip/filter/FORWARD/1 undetermined'])
  })

  it('rules that could not be read leave their family undetermined', () => {
    const unread = [
      { what: 'routes' as const, family: null, why: 'no' },
      { what: 'iptables-legacy' as const, family: 4 as const, why: 'Permission denied' },
    ]
    const namespace = namespaceWith([], unread)
    expect(passHook(namespace).result).toEqual({
      kind: 'undetermined',
      reason: { kind: 'unread', fact: 'node#unread/1', what: 'iptables-legacy' },
      evidence: ['node#unread/1'],
    })
    const six = { ...syn, family: 6 as const, source: 'fd01::2', destination: 'fd02::2' }
    expect(passHook(namespace, six).result).toEqual({ kind: 'passed' })
  })
})

describe('connection tracking', () => {
  it('a drop of what is invalid says so', () => {
    const invalid = iptables('filter', ':FORWARD ACCEPT', '-A FORWARD -m conntrack --ctstate INVALID -j DROP')
    const tracking = { state: 'invalid' } as const
    expect(passHook([invalid], answerTo(syn), { passage: { tracking } }).result).toMatchObject({
      reason: { kind: 'invalid-state', rule: 'node#rule/iptables-nft/ip/filter/FORWARD/1' },
    })
    expect(passHook([dropAll], answerTo(syn), { passage: { tracking } }).result).toMatchObject({
      reason: { kind: 'rule-drops' },
    })
  })

  it('so does the verdict map of the states', () => {
    const base = { family: 'inet', table: 'own', name: 'f', type: 'filter', hook: 'forward', prio: 0, policy: 'accept' }
    const vmap = { key: { ct: { key: 'state' } }, data: { set: [['invalid', { drop: null }]] } }
    const rules = nftables(
      { table: { family: 'inet', name: 'own' } },
      { chain: base },
      { rule: { family: 'inet', table: 'own', chain: 'f', handle: 2, expr: [{ vmap }] } },
    )
    expect(passHook([rules], syn, { passage: { tracking: { state: 'invalid' } } }).result).toMatchObject({
      reason: { kind: 'invalid-state', rule: 'node#rule/nft/inet/own/f/1' },
    })
  })

  it('happens between raw and mangle, in prerouting and output only', () => {
    const at = (hook: 'prerouting' | 'input' | 'forward' | 'output' | 'postrouting') =>
      passHook([], syn, { hook }).passage.tracking?.state ?? null
    expect([at('prerouting'), at('output'), at('input'), at('forward'), at('postrouting')]).toEqual([
      'new',
      'new',
      null,
      null,
      null,
    ])
  })

  it('a packet that loops keeps its connection', () => {
    const tracking = { state: 'untracked' } as const
    expect(passHook([], syn, { hook: 'prerouting', passage: { tracking } }).passage.tracking).toBe(tracking)
  })
})
