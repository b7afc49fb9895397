// Holds rule host-alias-missing to where it fires and where it stays silent.
import { expect, test } from 'vitest'
import { factsOfPod, factsOfUnresolved } from '../../../test/rules/objects-by-hand.ts'
import { runRule } from '../../../test/rules/run-rule.ts'
import { rule } from './rule.ts'

test('fires for an ExternalName of host.docker.internal, and offers the address under which pods reach the host', () => {
  const [found] = runRule(rule, factsOfUnresolved('host.docker.internal'))
  expect(found).toMatchObject({
    id: 'host-alias-missing/shop/db/5432',
    message:
      "Service shop/db port 5432 leads to host.docker.internal, and pods cannot resolve that name (EAI_NONAME): only Docker Desktop answers it, and a container's own extra_hosts do not reach pods. Here pods reach this host at 172.18.0.1: put that address in an EndpointSlice, or in cluster DNS.",
  })
  expect(found?.fixes.map(({ title }) => title)).toEqual([
    'Make shop/db a headless Service with address 172.18.0.1',
    'Let cluster DNS answer host.docker.internal with 172.18.0.1',
  ])
})

test('writes the entry into the Corefile with a fallthrough, before forward', () => {
  const [found] = runRule(rule, factsOfUnresolved('host.docker.internal'))
  expect(found?.fixes[1]?.actions).toMatchObject([
    {
      verb: 'patch',
      body: {
        data: {
          Corefile:
            '.:53 {\n    hosts {\n       172.18.0.1 host.docker.internal\n       fallthrough\n    }\n    forward . /etc/resolv.conf\n}\n',
        },
      },
    },
  ])
})

test('fires for a pod that is told to dial it', () => {
  const facts = factsOfPod({ API_URL: 'http://host.docker.internal:8080' }, { name: 'host.docker.internal' })
  expect(runRule(rule, facts).map(({ id }) => id)).toEqual(['host-alias-missing/shop/web/8080'])
})

test('is silent for other names, and where the name resolves', () => {
  expect(runRule(rule, factsOfUnresolved('db.lab'))).toEqual([])
  const answered = { name: 'host.docker.internal', outcome: 'resolved' as const }
  expect(runRule(rule, factsOfPod({ API_URL: 'http://host.docker.internal:8080' }, answered))).toEqual([])
})
