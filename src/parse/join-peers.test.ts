// Which ends of veth pairs belong together when a host and its containers were read apart.
import { expect, test } from 'vitest'
import { linkByHand, namespaceByHand } from '../../test/rules/facts-by-hand.ts'
import type { Namespace, Role } from '../model/namespace.ts'
import { joinPeers } from './join-peers.ts'

/** `index>peer` for each link. */
function namespace(name: string, role: Role, ...ends: string[]): Namespace {
  const links = ends.map((end) => {
    const [index = 0, peer = 0] = end.split('>').map(Number)
    return linkByHand(index, `veth${index}`, { peer: { namespace: null, index: peer } })
  })
  return namespaceByHand(name, role, { links })
}

function peers(namespaces: readonly Namespace[]): Record<string, (string | null | undefined)[]> {
  return Object.fromEntries(
    joinPeers(namespaces).map(({ name, links }) => [name, links.map((one) => one.peer?.namespace)]),
  )
}

test('a pair that names each other’s index is one', () => {
  const host = namespace('host', 'host', '10>2', '12>2')
  expect(peers([host, namespace('one', 'node', '2>10'), namespace('two', 'container', '2>12')])).toEqual({
    host: ['one', 'two'],
    one: ['host'],
    two: ['host'],
  })
})

test('an end whose other end says otherwise, or that two claim, stays open', () => {
  const host = namespace('host', 'host', '10>2', '12>3')
  const claimed = [namespace('one', 'node', '2>10'), namespace('two', 'node', '2>10', '2>12')]
  expect(peers([host, ...claimed])).toEqual({ host: [null, null], one: [null], two: [null, null] })
})

test('a pod’s link is its node’s affair', () => {
  expect(peers([namespace('host', 'host', '10>2'), namespace('shop/web', 'pod', '2>10')])).toEqual({
    host: [null],
    'shop/web': [null],
  })
})
