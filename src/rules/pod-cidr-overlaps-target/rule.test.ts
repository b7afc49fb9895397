// Holds rule pod-cidr-overlaps-target to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import {
  arrivedAtHost,
  connectionByHand,
  factsByHand,
  linkByHand,
  namespaceByHand,
  pathByHand,
  snapshotByHand,
  verdictByHand,
} from '../../../test/rules/facts-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import { rule } from './rule.ts'

const address = '10.244.1.60'
const unanswered = {
  kind: 'neighbour-unanswered',
  address,
  link: 'cni0',
  asGateway: false,
  route: null,
  silent: null,
  remembered: null,
} as const

interface Parts {
  /** Who has it: role of a namespace, or nobody. */
  readonly owners?: readonly ('lan' | 'pod')[]
  readonly destination?: string
  readonly endsOn?: string
}

function facts({ owners = ['lan'], destination = address, endsOn = 'node-1' }: Parts = {}) {
  const base = snapshotByHand()
  const step = {
    kind: 'route',
    fact: 'node-1#route/2',
    destination,
    gateway: null,
    link: 'cni0',
    source: null,
  } as const
  const hop = { id: 1, stage: 5, namespace: 'node-1', link: 'cni0', steps: [step] } as const
  const path = pathByHand(verdictByHand('unreachable', 5, endsOn, unanswered), 'EHOSTUNREACH', {
    hops: [hop],
    arrived: { ...arrivedAtHost, destination },
  })
  const links = [linkByHand(7, 'eth0', { addresses: [`${destination}/32`] })]
  const owning = owners.map((role) => namespaceByHand(`the-${role}`, role, { links }))
  return factsByHand([connectionByHand([path])], { ...base, namespaces: [...base.namespaces, ...owning] })
}

test('fires where a machine outside has an address of the pods', () => {
  const [found, ...more] = runRule(rule, facts())
  expect(more).toEqual([])
  expect(found).toMatchObject({
    id: 'pod-cidr-overlaps-target/shop/db/5432',
    at: { stage: 2, namespace: 'node-1' },
    message:
      "Service shop/db port 5432 fails with EHOSTUNREACH (No route to host): 10.244.1.60 of the-lan lies in 10.244.0.0/16, the range of the cluster's pods, so node-1 looks for it among the pods by cni0 and no packet leaves for the-lan. Two networks with the same addresses cannot reach each other: give one of them another range.",
    evidence: [{ kind: 'network' }, { text: '10.244.1.0/24 dev cni0' }],
  })
})

test.each([
  ['nobody was seen with it', facts({ owners: [] })],
  ['a pod has it as well', facts({ owners: ['lan', 'pod'] })],
  ['the address is outside the range', facts({ destination: '10.99.1.60' })],
  ['the packet left the node', facts({ endsOn: 'host' })],
])('is silent where %s', (_, given) => {
  expect(runRule(rule, given)).toEqual([])
})
