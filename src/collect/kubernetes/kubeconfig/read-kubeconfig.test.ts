// Kubeconfig files as kubectl finds and merges them, and what is said when there is none.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CannotLookError } from '../../../model/errors.ts'
import { InputError } from '../../../schema/input-error.ts'
import { chooseContext } from './choose-context.ts'
import { readKubeconfig } from './read-kubeconfig.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fairlead-kubeconfig-'))
  const files = {
    first: [
      'clusters: [{name: c, cluster: {server: "https://a:1"}}]',
      'contexts: [{name: x, context: {cluster: c, user: u}}]',
      'current-context: x',
      'users: [{name: u, user: {tokenFile: tok}}]',
    ].join('\n'),
    second: [
      'clusters: [{name: c, cluster: {server: "https://b:1", tls-server-name: bb}}, {name: d, cluster: {server: "https://b:2"}}]',
      'contexts: [{name: yy, context: {cluster: d, user: u}}, {name: x, context: {cluster: d, user: u, namespace: nb}}]',
      'current-context: yy',
      'users: [{name: u, user: {token: fromb}}]',
    ].join('\n'),
    'without-current': 'contexts: [{name: kind-one, context: {}}, {name: kind-two, context: {}}]',
    dangling:
      'contexts: [{name: x, context: {cluster: kind-ona}}]\nclusters: [{name: kind-one, cluster: {}}]\ncurrent-context: x',
    broken: 'users:\n- name: u\n  user:\n    token: "s3cret" "s3cret"\n',
    empty: '',
  }
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)))
})
afterAll(() => rm(folder, { recursive: true }))

const read = (...names: string[]) =>
  readKubeconfig(null, { KUBECONFIG: names.map((name) => join(folder, name)).join(':') })

describe('several files', () => {
  // Each as `kubectl config view` 1.32 merges the same files.
  it('the first file that sets a name wins, whole, and so does its current context', async () => {
    const { currentContext, clusters, contexts, users } = await read('first', 'second')
    expect(currentContext).toBe('x')
    expect([...clusters].map(([name, { fields }]) => [name, fields])).toEqual([
      ['c', { server: 'https://a:1' }],
      ['d', { server: 'https://b:2' }],
    ])
    expect([...contexts].map(([name, { fields }]) => [name, fields])).toEqual([
      ['x', { cluster: 'c', user: 'u' }],
      ['yy', { cluster: 'd', user: 'u' }],
    ])
    expect([...users].map(([name, { fields }]) => [name, fields])).toEqual([['u', { tokenFile: 'tok' }]])
  })

  it('in the other order the other file wins', async () => {
    const { currentContext, contexts } = await read('second', 'first')
    expect([currentContext, contexts.get('x')?.fields]).toEqual(['yy', { cluster: 'd', user: 'u', namespace: 'nb' }])
  })

  it('one that is not there, or empty, or named twice is passed over', async () => {
    const { files, currentContext } = await read('missing', 'empty', 'first', 'first')
    expect([files, currentContext]).toEqual([[join(folder, 'empty'), join(folder, 'first')], 'x'])
  })
})

describe('what cannot be read', () => {
  it('no file at all is said with the places that were looked at', async () => {
    const error = await readKubeconfig(null, { HOME: join(folder, 'nobody') }).catch((caught: Error) => caught)
    expect(error).toBeInstanceOf(CannotLookError)
    expect(error).toHaveProperty(
      'message',
      `No kubeconfig was found: KUBECONFIG is not set, and ${folder}/nobody/.kube/config is not there. Without one no cluster is known. ` +
        'Name the file with --kubeconfig FILE, or have it written: kind export kubeconfig, k3d kubeconfig merge, minikube update-context.',
    )
    await expect(read('missing')).rejects.toThrow(`KUBECONFIG is set, but ${folder}/missing is not there.`)
  })

  it('the file of --kubeconfig has to be there', async () => {
    const error = await readKubeconfig(join(folder, 'missing')).catch((caught: Error) => caught)
    expect(error).toBeInstanceOf(InputError)
    expect(error).toHaveProperty('message', `${folder}/missing: expected a kubeconfig: there is no such file`)
  })

  it('a broken file is told by its line, and nothing of it is quoted', async () => {
    const error = await read('broken').catch((caught: Error) => caught)
    expect(error).toHaveProperty('message', `${folder}/broken:4: expected a kubeconfig: not YAML (UNEXPECTED_TOKEN)`)
  })
})

describe('the context', () => {
  it('is the current one, or the one that is asked for, with its namespace or default', async () => {
    const kubeconfig = await read('second')
    const { name, namespace, clusterName } = chooseContext(kubeconfig, null)
    expect([name, namespace, clusterName]).toEqual(['yy', 'default', 'd'])
    expect(chooseContext(kubeconfig, 'x').namespace).toBe('nb')
  })

  const errors: [name: string, file: string, context: string | null, message: string][] = [
    [
      'that is not there is said with the nearest',
      'without-current',
      'kind-tow',
      'UsageError: Unknown context kind-tow: it is not in DIR/without-current. Did you mean kind-two?',
    ],
    [
      'that is like none is said with all there are',
      'without-current',
      'production',
      'UsageError: Unknown context production: it is not in DIR/without-current. There are kind-one, kind-two.',
    ],
    [
      'that nobody has chosen',
      'without-current',
      null,
      'CannotLookError: No cluster is chosen: DIR/without-current sets no current-context. Choose one of kind-one, kind-two: --context NAME, or for good kubectl config use-context NAME.',
    ],
    [
      'that nobody has written',
      'empty',
      null,
      'CannotLookError: No cluster is chosen: DIR/empty sets no current-context and no context. Name another file with --kubeconfig FILE.',
    ],
    [
      'that names a cluster which is not there',
      'dangling',
      null,
      'InputError: DIR/dangling: contexts[x].cluster: expected the name of a cluster, found kind-ona, which is not there; did you mean kind-one?',
    ],
  ]
  it.each(errors)('%s', async (_, file, context, message) => {
    const kubeconfig = await read(file)
    expect(thrown(() => chooseContext(kubeconfig, context))).toBe(message.replace('DIR', folder))
  })
})

function thrown(run: () => unknown): string {
  try {
    run()
    return 'nothing'
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  }
}
