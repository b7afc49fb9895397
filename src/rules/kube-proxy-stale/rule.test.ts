// Holds rule kube-proxy-stale to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import { sliceByHand } from '../../../test/rules/objects-by-hand.ts'
import {
  endpointRuleset,
  factsOfProxy,
  kubeServices,
  proxyChain,
  proxyPodByHand,
  stoppedBy,
  translatedTo,
  untranslated,
} from '../../../test/rules/proxy-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import { rule } from './rule.ts'

const old = '172.18.0.9'
const nat = [proxyChain([kubeServices.db]), endpointRuleset(`${old}:5432`)]

test('fires where the rules lead to what is no endpoint any more', () => {
  const [found, ...more] = runRule(rule, factsOfProxy(translatedTo(old), nat))
  expect(more).toEqual([])
  expect(found).toMatchObject({
    id: 'kube-proxy-stale/shop/db/5432',
    at: { stage: 4, namespace: 'node-1' },
    message:
      "Service shop/db port 5432 times out: node-1 translates 10.96.0.20 to 172.18.0.9:5432, which is no endpoint of it, and the Service's slices lead to 172.18.0.1:5432. kube-proxy on node-1 has not brought its rules into step. Look at its log, and start it anew.",
  })
  expect(found?.evidence[0]?.text).toContain('--to-destination 172.18.0.9:5432')
})

test('fires where the old endpoint still answers', () => {
  const path = { ...translatedTo(old), client: { outcome: 'connected' as const, delayMs: { min: 0, max: 200 } } }
  const delivered = { ...path, verdict: { ...path.verdict, kind: 'delivered' as const } }
  expect(runRule(rule, factsOfProxy(delivered, nat))[0]?.message).toContain('is reached: node-1 translates')
})

test('fires where the rules refuse, and an endpoint is there by now', () => {
  const refused = stoppedBy('node-1#rule/iptables-nft/ip/filter/KUBE-SERVICES/1')
  const [found] = runRule(rule, factsOfProxy(refused, [proxyChain([kubeServices.refused], 'filter')]))
  expect(found?.message).toContain('is refused: node-1 refuses 10.96.0.20 as if it had no endpoint')
})

test('fires where there is no rule, and the pod of kube-proxy is ready', () => {
  const facts = factsOfProxy(untranslated, [proxyChain([kubeServices.other])], { objects: [proxyPodByHand(true)] })
  expect(runRule(rule, facts)[0]?.message).toContain('node-1 has no rule for 10.96.0.20')
})

const elsewhere = 'KUBE-MARK-MASQ'

test.each([
  ['the rules lead to an endpoint', factsOfProxy(translatedTo('172.18.0.1'), nat)],
  [
    'they lead to one that is not ready any more',
    factsOfProxy(translatedTo(old), nat, { objects: [sliceByHand('db-2', { address: old, ready: false })] }),
  ],
  ["somebody else's rule translates", factsOfProxy(translatedTo(old, elsewhere), [endpointRuleset(old, elsewhere)])],
  [
    'another proxy serves it',
    factsOfProxy(translatedTo(old), nat, { labels: { 'service.kubernetes.io/service-proxy-name': 'x' } }),
  ],
  [
    'each node has its own endpoints',
    factsOfProxy(translatedTo(old), nat, { spec: { internalTrafficPolicy: 'Local' } }),
  ],
  [
    'the rules could not be read',
    factsOfProxy(translatedTo(old), nat, {
      node: { unread: [{ what: 'nft', family: null, why: 'nft: Operation not permitted' }] },
    }),
  ],
  [
    'the client saw something else than the model',
    factsOfProxy(translatedTo(old), nat, { connection: { agree: false } }),
  ],
  ['no rule is there, and no pod of kube-proxy either', factsOfProxy(untranslated, [proxyChain([kubeServices.other])])],
])('is silent where %s', (_, facts) => {
  expect(runRule(rule, facts)).toEqual([])
})
