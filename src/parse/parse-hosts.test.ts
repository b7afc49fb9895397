// A hosts file and its lines.
import { expect, test } from 'vitest'
import { parseHosts } from './parse-hosts.ts'

test('a line is an address and its names; comments and lines without a name are left out', () => {
  const text = '# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n\n10.244.1.10 web # the pod\n::1\n'
  expect(parseHosts(text)).toEqual([
    { address: '127.0.0.1', names: ['localhost'] },
    { address: '10.244.1.10', names: ['web'] },
  ])
})
