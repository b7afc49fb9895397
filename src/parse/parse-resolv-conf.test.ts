// Texts of resolv.conf and what glibc takes from them.
import { expect, test } from 'vitest'
import { parseResolvConf } from './parse-resolv-conf.ts'

test('a pod of a cluster asks one server, along three domains', () => {
  const text = 'search shop.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n'
  expect(parseResolvConf(text)).toEqual({
    nameservers: ['10.96.0.10'],
    search: ['shop.svc.cluster.local', 'svc.cluster.local', 'cluster.local'],
    ndots: 5,
    timeoutSeconds: 5,
    attempts: 2,
    options: ['ndots:5'],
  })
})

test('only the first three nameservers and the last search line count', () => {
  const text = `; comment
nameserver 192.0.2.1
nameserver 192.0.2.2
nameserver 192.0.2.3
nameserver 192.0.2.4
search one.example
domain two.example.
options timeout:1 attempts:9 ndots:99
`
  const { nameservers, search, ndots, timeoutSeconds, attempts } = parseResolvConf(text)
  expect({ nameservers, search, ndots, timeoutSeconds, attempts }).toEqual({
    nameservers: ['192.0.2.1', '192.0.2.2', '192.0.2.3'],
    search: ['two.example'],
    ndots: 15,
    timeoutSeconds: 1,
    attempts: 5,
  })
})

test('an empty file asks the local machine', () => {
  expect(parseResolvConf('').nameservers).toEqual(['127.0.0.1'])
})
