// Holds rule unseen-firewall-table to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import {
  connectionByHand,
  factsByHand,
  pathByHand,
  rulesetByHand,
  snapshotByHand,
  verdictByHand,
} from '../../../test/rules/facts-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import type { Backend, Ruleset } from '../../model/ruleset.ts'
import { rule } from './rule.ts'

const drop = '-A FORWARD -p tcp -m tcp --dport 5432 -j DROP'

function stoppedIn(backend: Backend, ...others: readonly Ruleset[]) {
  const family = backend === 'nft' ? 'inet' : 'ip'
  const fact = `node-1#rule/${backend}/${family}/filter/FORWARD/1`
  const reason = { kind: 'rule-drops', rule: fact, hook: 'forward' } as const
  const rulesets = [rulesetByHand({ backend, name: 'FORWARD' }, [drop]), ...others]
  return factsByHand(
    [connectionByHand([pathByHand(verdictByHand('dropped', 4, 'node-1', reason), 'timeout')])],
    snapshotByHand({ 'node-1': { rulesets } }),
  )
}

const kubeProxy = (backend: Backend) =>
  rulesetByHand({ backend, name: 'KUBE-FORWARD' }, ['-A KUBE-FORWARD -m mark --mark 0x4000/0x4000 -j ACCEPT'])
const plain = (backend: Backend) => rulesetByHand({ backend, name: 'INPUT' }, ['-A INPUT -j ACCEPT'])

test('fires where the legacy tables drop and kube-proxy writes the others', () => {
  const [found, ...more] = runRule(rule, stoppedIn('iptables-legacy', kubeProxy('iptables-nft')))
  expect(more).toEqual([])
  expect(found).toMatchObject({
    id: 'unseen-firewall-table/shop/db/5432',
    at: { stage: 4, namespace: 'node-1' },
    message:
      'Service shop/db port 5432 times out: the firewall of node-1 drops packets from 172.18.0.2 to 172.18.0.1:5432: rule 1 of chain FORWARD (-A FORWARD -p tcp -m tcp --dport 5432 -j DROP). Let this one port through before that rule. It stands in the tables of iptables-legacy; iptables there shows those of iptables-nft, where chain KUBE-FORWARD stands, and the kernel runs both. Keep the rules of one of them.',
  })
  expect(found?.checks[0]?.argv[0]).toBe('iptables-legacy')
})

test('fires the other way round, and names the right tool', () => {
  const [found] = runRule(rule, stoppedIn('iptables-nft', kubeProxy('iptables-legacy')))
  expect(found?.message).toContain(
    'It stands in the tables of iptables-nft; iptables there shows those of iptables-legacy',
  )
  expect(found?.fixes[0]?.actions[0]).toMatchObject({
    argv: ['iptables-nft', '-t', 'filter', '-I', 'FORWARD', '1'].concat(rest),
  })
})

const rest = ['-s', '172.18.0.0/16', '-d', '172.18.0.1/32', '-p', 'tcp', '--dport', '5432', '-j', 'ACCEPT']

test('fires where the legacy tables drop and the others hold rules of nobody known', () => {
  expect(runRule(rule, stoppedIn('iptables-legacy', plain('iptables-nft')))).toHaveLength(1)
})

test.each([
  ['the other backend is empty', stoppedIn('iptables-legacy')],
  [
    'the tables that drop are the ones that kube-proxy writes',
    stoppedIn('iptables-nft', kubeProxy('iptables-nft'), plain('iptables-legacy')),
  ],
  ['both hold rules of nobody known, and iptables-nft drops', stoppedIn('iptables-nft', plain('iptables-legacy'))],
  ['native nftables drops', stoppedIn('nft', kubeProxy('iptables-nft'))],
])('is silent where %s', (_, facts) => {
  expect(runRule(rule, facts)).toEqual([])
})
