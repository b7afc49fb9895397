// Actions of a fix as commands that a shell takes as they stand.
import { expect, it } from 'vitest'
import { actionLines } from './action-lines.ts'

const object = { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', namespace: 'shop', name: 'cache-1' }

it('a command is shown with the machine that it runs on', () => {
  expect(actionLines({ kind: 'exec', where: 'node-1', argv: ['ip', 'route', 'add', '10.0.0.1'] })).toEqual([
    'node-1$ ip route add 10.0.0.1',
  ])
})

it('a patch is one line, its body quoted', () => {
  const body = { metadata: { labels: { a: 'b' } } }
  expect(actionLines({ kind: 'kubernetes', verb: 'patch', object, body })).toEqual([
    `cluster$ kubectl -n shop patch endpointslice cache-1 --type merge -p '{"metadata":{"labels":{"a":"b"}}}'`,
  ])
})

it('a new object is a document that the shell hands on', () => {
  const body = { kind: 'EndpointSlice', metadata: { name: 'cache-1' } }
  expect(actionLines({ kind: 'kubernetes', verb: 'create', object, body })).toEqual([
    'cluster$ kubectl -n shop apply -f - <<END',
    'kind: EndpointSlice',
    'metadata:',
    '  name: cache-1',
    'END',
  ])
})
