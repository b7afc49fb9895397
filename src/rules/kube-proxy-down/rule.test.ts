// Holds rule kube-proxy-down to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import { linkByHand } from '../../../test/rules/facts-by-hand.ts'
import {
  endpointRuleset,
  factsOfProxy,
  kubeServices,
  proxyChain,
  proxyPodByHand,
  proxyTable,
  stoppedBy,
  translatedTo,
  untranslated,
} from '../../../test/rules/proxy-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import { rule } from './rule.ts'

const others = [proxyChain([kubeServices.other])]

test('fires where the node has rules for other Services alone', () => {
  const [found, ...more] = runRule(rule, factsOfProxy(untranslated, others))
  expect(more).toEqual([])
  expect(found).toMatchObject({
    id: 'kube-proxy-down/shop/db/5432',
    at: { stage: 4, namespace: 'node-1' },
    message:
      "Service shop/db port 5432 times out: node-1 has no rule for 10.96.0.20, so packets to it leave the node untranslated, for an address that no machine has; the Service's slices lead to 172.18.0.1:5432. kube-proxy does not run on node-1, or hears nothing from the API server. Look why, and start it anew.",
  })
})

test('speaks of the node where it has no rule for any, and of the pod that is not ready', () => {
  const [found] = runRule(rule, factsOfProxy(untranslated, [], { objects: [proxyPodByHand(false)] }))
  expect(found).toMatchObject({ id: 'kube-proxy-down/node-1', affects: [{ from: 'shop/web', node: 'node-1' }] })
  expect(found?.message).toContain("kube-proxy's pod kube-system/kube-proxy-x is not ready.")
})

test("fires where nftables' own rules stop a ClusterIP that is in no map", () => {
  const stopped = stoppedBy('node-1#rule/nft/ip/kube-proxy/cluster-ips-check/1')
  const [found] = runRule(rule, factsOfProxy(stopped, [proxyTable('10.96.0.21')]))
  expect(found?.message).toContain('are stopped there like those to an address of nobody')
})

test.each([
  ['the rules translate it', factsOfProxy(translatedTo('172.18.0.1'), [...others, endpointRuleset('172.18.0.1:5432')])],
  ['a rule for it is there', factsOfProxy(untranslated, [proxyChain([kubeServices.db])])],
  ['an element of a map is for it', factsOfProxy(untranslated, [proxyTable('10.96.0.20')])],
  [
    'the pod of kube-proxy is ready: it is late',
    factsOfProxy(untranslated, others, { objects: [proxyPodByHand(true)] }),
  ],
  ['nothing says that the cluster uses kube-proxy', factsOfProxy(untranslated, [])],
  [
    'the node uses IPVS',
    factsOfProxy(untranslated, others, { node: { rulesets: others, links: [linkByHand(9, 'kube-ipvs0', {})] } }),
  ],
  [
    'the rules could not be read',
    factsOfProxy(untranslated, others, {
      node: { rulesets: others, unread: [{ what: 'iptables-nft', family: 4, why: 'no right' }] },
    }),
  ],
])('is silent where %s', (_, facts) => {
  expect(runRule(rule, facts)).toEqual([])
})
