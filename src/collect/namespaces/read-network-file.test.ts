// Network files as they should be, and each mistake with the words that name it.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { InputError } from '../../schema/input-error.ts'
import { readNetworkFile } from './read-network-file.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fairlead-test-'))
  await mkdir(join(folder, 'inner'))
  await writeFile(join(folder, 'resolv.conf'), 'nameserver 10.96.0.10\n')
  await writeFile(join(folder, 'manifests.yaml'), '')
})
afterAll(() => rm(folder, { recursive: true }))

async function read(content: unknown): Promise<unknown> {
  const path = join(folder, 'net.json')
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content, null, 1))
  return readNetworkFile(path)
}

/** The message without the folder's name. */
async function fault(content: unknown): Promise<string> {
  const error: unknown = await read(content).catch((reason: unknown) => reason)
  if (!(error instanceof InputError)) throw new Error(`expected an InputError, found ${String(error)}`)
  return error.message.replaceAll(`${folder}/`, '')
}

const pod = { name: 'shop/web', role: 'pod', node: 'node-1', pid: 7 }
const node = { name: 'node-1', role: 'node', pid: 4242 }

it('fills in what may be left out and makes paths absolute', async () => {
  const namespaces = [{ ...pod, pid: undefined, path: 'inner/web', resolvConf: 'resolv.conf' }, node]
  expect(await read({ namespaces, kubernetes: ['manifests.yaml'] })).toEqual({
    apiVersion: 'fairlead.dev/v1',
    kind: 'Network',
    clusterDomain: 'cluster.local',
    podCidrs: [],
    serviceCidrs: [],
    namespaces: [
      {
        ...{ name: 'shop/web', role: 'pod', node: 'node-1', pid: null, hosts: null },
        path: join(folder, 'inner/web'),
        resolvConf: join(folder, 'resolv.conf'),
      },
      { ...node, node: null, path: null, resolvConf: null, hosts: null },
    ],
    kubernetes: [join(folder, 'manifests.yaml')],
    docker: null,
  })
})

it('leaves fields alone that it does not know', async () => {
  await expect(read({ description: 'mine', namespaces: [{ ...node, colour: 'red' }] })).resolves.toBeDefined()
})

describe('a wrong file is named with line, field and what was expected', () => {
  const rows: [why: string, content: unknown, message: string][] = [
    [
      'no JSON',
      '{\n "namespaces": [\n  {"name": "a",}\n ]\n}',
      'net.json:3: expected a field name in double quotes, found "}"',
    ],
    ['cut short', '{\n "namespaces": [', 'net.json:2: expected a JSON value, found the end of the file'],
    ['no object', '[]', 'net.json:1: expected an object, found an empty list'],
    ['another kind', { kind: 'Snapshot', namespaces: [node] }, 'net.json:2: kind: expected Network, found "Snapshot"'],
    ['no namespaces', {}, 'net.json:1: namespaces: expected a list, found nothing'],
    [
      'an empty list',
      { namespaces: [] },
      'net.json:2: namespaces: expected at least one namespace, found an empty list',
    ],
    [
      'a role that is none',
      { namespaces: [node, pod, { name: 'pg', role: 'pods', pid: 1 }] },
      'net.json:16: namespaces[2].role: expected pod, node, host, container or lan, found "pods"',
    ],
    [
      'both path and pid',
      { namespaces: [{ ...node, path: '/run/netns/x' }] },
      'net.json:3: namespaces[0]: expected exactly one of path and pid, found both',
    ],
    [
      'neither path nor pid',
      { namespaces: [{ name: 'node-1', role: 'node' }] },
      'net.json:3: namespaces[0]: expected exactly one of path and pid, found neither',
    ],
    [
      'a pid that is none',
      { namespaces: [{ ...node, pid: '4242' }] },
      'net.json:6: namespaces[0].pid: expected a process id, found "4242"',
    ],
    [
      'two of one name',
      { namespaces: [node, { ...node, pid: 5 }] },
      'net.json:9: namespaces[1].name: expected a name of its own, namespaces[0] is "node-1" too',
    ],
    [
      'a node that is not listed',
      { namespaces: [{ ...pod, node: 'node-9' }, node] },
      'net.json:6: namespaces[0].node: expected the name of a namespace of role node (which are node-1), found "node-9"',
    ],
    [
      'a network that is none',
      { podCidrs: ['10.244.0.0'], namespaces: [node] },
      'net.json:3: podCidrs[0]: expected an IPv4 or IPv6 prefix such as 10.244.0.0/16, found "10.244.0.0"',
    ],
    [
      'a misspelt field',
      { namespaces: [{ ...node, resolveConf: 'resolv.conf' }] },
      'net.json:7: namespaces[0].resolveConf: unknown field, did you mean resolvConf?',
    ],
    [
      'a manifest that is not there',
      { namespaces: [node], kubernetes: ['gone.yaml'] },
      'net.json:10: kubernetes[0]: expected a file gone.yaml, found no such file',
    ],
    [
      'a folder for a file',
      { namespaces: [{ ...node, hosts: 'inner' }] },
      'net.json:7: namespaces[0].hosts: expected a file inner, found something else',
    ],
  ]
  it.each(rows)('%s', async (_why, content, message) => {
    expect(await fault(content)).toBe(message)
  })

  it('the file itself is not there', async () => {
    await expect(readNetworkFile('/nowhere/net.json')).rejects.toThrow(
      '/nowhere/net.json: expected a network file, found no such file',
    )
  })
})
