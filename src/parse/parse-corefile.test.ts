// Corefiles and what they are read as.
import { expect, test } from 'vitest'
import { parseCorefile } from './parse-corefile.ts'

test('plugins keep their arguments and the lines of their block', () => {
  const text = `# kind's own
.:53 {
    errors
    kubernetes cluster.local in-addr.arpa ip6.arpa { # the cluster
       pods insecure
       fallthrough in-addr.arpa ip6.arpa
    }
    forward . "/etc/resolv.conf"
    cache 30
}
`
  expect(parseCorefile(text)).toEqual({
    servers: [
      {
        keys: ['.:53'],
        plugins: [
          { name: 'errors', arguments: [], properties: [] },
          {
            name: 'kubernetes',
            arguments: ['cluster.local', 'in-addr.arpa', 'ip6.arpa'],
            properties: [
              ['pods', 'insecure'],
              ['fallthrough', 'in-addr.arpa', 'ip6.arpa'],
            ],
          },
          { name: 'forward', arguments: ['.', '/etc/resolv.conf'], properties: [] },
          { name: 'cache', arguments: ['30'], properties: [] },
        ],
      },
    ],
  })
})

test('a snippet is put where it is imported, and a missing file of overrides is no error', () => {
  const text = `(base) {
  errors
}
corp.example:53, lab.example {
  import base
  import /etc/coredns/custom/*.override
}
`
  expect(parseCorefile(text).servers).toEqual([
    {
      keys: ['corp.example:53', 'lab.example'],
      plugins: [
        { name: 'errors', arguments: [], properties: [] },
        { name: 'import', arguments: ['/etc/coredns/custom/*.override'], properties: [] },
      ],
    },
  ])
})

test('a block that is not closed is an error that names its line', () => {
  expect(() => parseCorefile('.:53 {\n  hosts {\n    192.0.2.1 db\n}\n')).toThrow(
    'Corefile line 1: this block is not closed',
  )
  expect(() => parseCorefile('.:53\nerrors\n')).toThrow('Corefile line 1: no opening brace after .:53 errors')
})
