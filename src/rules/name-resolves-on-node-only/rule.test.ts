// Holds rule name-resolves-on-node-only to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import { factsOfUnresolved } from '../../../test/rules/objects-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import { rule } from './rule.ts'

test("fires where the node's hosts file has the name", () => {
  const [found] = runRule(
    rule,
    factsOfUnresolved('vault.corp', { nodeHosts: '127.0.0.1 localhost\n192.168.50.20\tvault.corp # by hand\n' }),
  )
  expect(found).toMatchObject({
    id: 'name-resolves-on-node-only/shop/db/5432',
    message:
      'Service shop/db port 5432 leads to vault.corp, and pods cannot resolve that name (EAI_NONAME), though /etc/hosts of node-1 says 192.168.50.20. A pod reads neither the hosts file nor the resolver of the machine that it runs on: it asks cluster DNS, whose resolver does not know the name. Put the address in an EndpointSlice, or in cluster DNS.',
  })
  expect(found?.evidence.at(-1)).toEqual({
    kind: 'file',
    text: '/etc/hosts of node-1: 192.168.50.20 vault.corp # by hand',
  })
})

test('is silent where no machine has it, and for names that mean each machine itself', () => {
  expect(runRule(rule, factsOfUnresolved('vault.corp', { nodeHosts: '127.0.0.1 localhost\n' }))).toEqual([])
  expect(runRule(rule, factsOfUnresolved('localhost', { nodeHosts: '127.0.0.1 localhost\n' }))).toEqual([])
})
