// What compile() makes of facts that are written in another form than they are asked for.
import { expect, test } from 'vitest'
import { namespaceByHand, snapshotByHand } from '../../test/rules/facts-by-hand.ts'
import { compile } from './compile.ts'

test('the sysctl of a link with a dot in its name is found by that name', () => {
  const sysctls = { 'net.ipv4.conf.flannel/1.forwarding': '1' }
  const network = compile({ ...snapshotByHand(), namespaces: [namespaceByHand('node-1', 'node', { sysctls })] })
  const node = network.namespaces.get('node-1')
  expect(node?.sysctl('net.ipv4.conf.flannel.1.forwarding')).toBe('1')
  expect(node?.sysctlFact('net.ipv4.conf.flannel.1.forwarding')).toBe(
    'node-1#sysctl/net.ipv4.conf.flannel/1.forwarding',
  )
})
