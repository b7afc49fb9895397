// Lists, pages and refusals as a server on this machine gives them over HTTP.
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { Cluster } from './cluster.ts'
import { collectObjects } from './collect-objects.ts'
import { openConnections } from './connection/open-connections.ts'
import { readAnswer } from './connection/read-answer.ts'

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

async function clusterOf(listener: RequestListener): Promise<{ cluster: Cluster; asked: string[] }> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    listener(request, response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const connections = openConnections(new URL(url), null, {}, { connectMs: 500, silenceMs: 500 })
  ends.push(() => {
    connections.close()
    server.closeAllConnections()
    server.close()
  })
  const from = { context: 'test', server: 'SERVER' }
  const get = (path: string, signal?: AbortSignal): Promise<unknown> =>
    readAnswer(connections, { path, headers: {}, from }, signal)
  return {
    cluster: { context: 'test', clusterName: 'test', server: 'SERVER', namespace: 'shop', get, close: () => {} },
    asked,
  }
}

type Reply = { readonly status?: number; readonly body: unknown }

/** Answers by path and query; everything else is an empty list. */
const serve =
  (
    replies: Readonly<Record<string, Reply>>,
    other: Reply = { body: { kind: 'ThingList', items: [] } },
  ): RequestListener =>
  (request, response) => {
    const { status = 200, body } = replies[request.url ?? ''] ?? other
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }

const failure = (status: number, reason: string, message: string): Reply => ({
  status,
  body: { kind: 'Status', status: 'Failure', code: status, reason, message },
})
const page = (names: string[], next?: string): Reply => ({
  body: {
    apiVersion: 'v1',
    kind: 'PodList',
    metadata: { continue: next },
    items: names.map((name) => ({ metadata: { name, namespace: 'shop' }, unknownField: 7 })),
  },
})
const podNames = (objects: readonly { kind: string; metadata: { name: string } }[]): string[] =>
  objects.filter(({ kind }) => kind === 'Pod').map(({ metadata }) => metadata.name)

describe('pages', () => {
  it('are read one after another; each item has its apiVersion and kind and keeps unknown fields', async () => {
    const { cluster, asked } = await clusterOf(
      serve({
        '/api/v1/pods?limit=500': page(['a', 'b'], 'x/+='),
        '/api/v1/pods?limit=500&continue=x%2F%2B%3D': page(['c'], ''),
        '/version': { body: { gitVersion: 'v1.28.0' } },
      }),
    )
    const { objects, unread, serverVersion } = await collectObjects(cluster)
    expect(objects).toEqual(
      ['a', 'b', 'c'].map((name) => ({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name, namespace: 'shop' },
        unknownField: 7,
      })),
    )
    expect([unread, serverVersion]).toEqual([[], 'v1.28.0'])
    expect(asked.filter((path) => /secrets|replicasets|configmaps(\?|$)/.test(path))).toEqual([])
  })

  it('that are too old to go on with are thrown away, and all is read in one piece', async () => {
    const { cluster, asked } = await clusterOf(
      serve({
        '/api/v1/pods?limit=500': page(['a', 'gone'], 'old'),
        '/api/v1/pods?limit=500&continue=old': failure(410, 'Expired', 'The provided continue parameter is too old'),
        '/api/v1/pods': page(['a', 'b', 'c']),
      }),
    )
    expect(podNames((await collectObjects(cluster)).objects)).toEqual(['a', 'b', 'c'])
    expect(asked.filter((path) => path.startsWith('/api/v1/pods'))).toHaveLength(3)
  })
})

describe('what may not be read', () => {
  it('is named with its reason, and the rest is read', async () => {
    const { cluster } = await clusterOf(
      serve({
        '/api/v1/pods?limit=500': page(['a']),
        '/api/v1/nodes?limit=500': failure(403, 'Forbidden', 'nodes is forbidden'),
        '/apis/networking.k8s.io/v1/servicecidrs?limit=500': failure(404, 'NotFound', 'not found'),
        '/api/v1/namespaces/kube-system/configmaps/coredns': failure(
          403,
          'Forbidden',
          'configmaps "coredns" is forbidden',
        ),
        '/api/v1/namespaces/kube-system/configmaps/coredns-custom': failure(404, 'NotFound', 'not found'),
        '/api/v1/endpoints?limit=500': failure(504, 'Timeout', 'etcd took too long'),
      }),
    )
    const { objects, unread, serviceCidrs } = await collectObjects(cluster)
    expect([podNames(objects), serviceCidrs]).toEqual([['a'], []])
    expect(unread).toEqual([
      { resource: 'nodes', verb: 'list', reason: 'forbidden', why: 'nodes is forbidden' },
      { resource: 'endpoints', verb: 'list', reason: 'failed', why: 'etcd took too long (HTTP status 504)' },
      {
        resource: 'servicecidrs',
        verb: 'list',
        reason: 'not-found',
        why: 'this server has no servicecidrs of networking.k8s.io/v1',
      },
      {
        resource: 'configmaps kube-system/coredns',
        verb: 'get',
        reason: 'forbidden',
        why: 'configmaps "coredns" is forbidden',
      },
    ])
  })

  it('in the whole cluster is read in the context’s own namespace, and that is said', async () => {
    const { cluster } = await clusterOf(
      serve({
        '/api/v1/pods?limit=500': failure(403, 'Forbidden', 'pods is forbidden'),
        '/api/v1/namespaces/shop/pods?limit=500': page(['mine']),
      }),
    )
    const { objects, unread } = await collectObjects(cluster)
    expect(podNames(objects)).toEqual(['mine'])
    expect(unread.map(({ why }) => why)).toEqual(['pods is forbidden; only those of namespace shop were read'])
  })

  it('while the server is starting and knows of no roles yet is asked for again', async () => {
    let isStarting = true
    const refusal = failure(403, 'Forbidden', 'User "kubernetes-admin" cannot')
    const { cluster, asked } = await clusterOf((request, response) => {
      const pods = { '/api/v1/pods?limit=500': isStarting ? refusal : page(['a']) }
      serve({ ...pods, '/version': isStarting ? refusal : { body: { gitVersion: 'v1.34.4' } } })(request, response)
      if (request.url === '/api/v1/pods?limit=500') isStarting = false
    })
    const { objects, unread, serverVersion } = await collectObjects(cluster)
    expect([podNames(objects), unread, serverVersion]).toEqual([['a'], [], 'v1.34.4'])
    expect(asked.filter((path) => path === '/version')).toHaveLength(2)
  })

  it.each<[string, Reply, string]>([
    [
      'nothing, for nobody is known by that token',
      failure(401, 'Unauthorized', 'Unauthorized'),
      'the API server of context test (SERVER) does not know who asks (401 Unauthorized). The token or certificate in the kubeconfig has ' +
        'expired or belongs to another cluster: log in anew, or have it written again (kind export kubeconfig). kubectl get nodes should say the same.',
    ],
    [
      'nothing, for every right is missing',
      failure(403, 'Forbidden', 'x is forbidden'),
      'the API server of context test (SERVER) lets nothing be read: x is forbidden. What is missing is a ClusterRole that may get or list ' +
        'namespaces, nodes, services, endpoints, endpointslices, pods, networkpolicies, servicecidrs, configmaps, deployments.',
    ],
    [
      'nothing, for no API server answers',
      failure(404, '', 'no such page'),
      'the API server of context test (SERVER) answers every question with HTTP status 404 (no such page). ' +
        'It may not be ready yet, or another program has taken its port: kubectl get --raw /readyz says more.',
    ],
  ])('%s', async (_, reply, words) => {
    const { cluster } = await clusterOf(serve({ '/version': { body: {} } }, reply))
    await expect(collectObjects(cluster)).rejects.toThrow(`Cannot look at the cluster: ${words}`)
  })
})

it('env values, annotations of kubectl and managed fields are redacted, addresses kept', async () => {
  const pod = {
    metadata: {
      name: 'a',
      namespace: 'shop',
      managedFields: [{}],
      annotations: { 'kubectl.kubernetes.io/last-applied-configuration': 's3cret' },
    },
    spec: { containers: [{ env: [{ name: 'DB', value: 'postgres://me:s3cret@db.shop:5432/x' }] }] },
  }
  const { cluster } = await clusterOf(
    serve({ '/api/v1/pods?limit=500': { body: { apiVersion: 'v1', kind: 'PodList', items: [pod] } } }),
  )
  const text = JSON.stringify((await collectObjects(cluster)).objects)
  expect(text).not.toContain('s3cret')
  expect(text).not.toContain('managedFields')
  expect(text).toContain('db.shop:5432')
})

describe('a server that stops answering', () => {
  it('in the middle of a list: what was read stays, the rest is named, and nobody waits twice', async () => {
    const { cluster } = await clusterOf((request, response) => {
      if (request.url === '/api/v1/nodes?limit=500') {
        response.writeHead(200).write('{"kind":"NodeList","items":[')
        return
      }
      serve({ '/api/v1/pods?limit=500': page(['a']) })(request, response)
    })
    const began = Date.now()
    const { objects, unread } = await collectObjects(cluster)
    expect(Date.now() - began).toBeLessThan(2_000)
    expect(podNames(objects)).toEqual(['a'])
    expect(unread).toEqual([
      {
        resource: 'nodes',
        verb: 'list',
        reason: 'failed',
        why:
          'Cannot reach the API server of context test (SERVER): it took the connection and said nothing for 0.5 s. ' +
          'It may be overloaded or paused: look at its container (docker ps), or try kubectl get --raw /readyz.',
      },
    ])
  })

  it('from the start: those that still wait for a connection give up with the first', async () => {
    const { cluster, asked } = await clusterOf(() => {})
    const began = Date.now()
    await expect(collectObjects(cluster)).rejects.toThrow('it took the connection and said nothing for 0.5 s.')
    expect(Date.now() - began).toBeLessThan(1_500)
    expect(asked.length).toBeLessThan(10)
  })

  it('is left at once when the reading is told to end', async () => {
    const { cluster } = await clusterOf(() => {})
    const reading = collectObjects(cluster, { signal: AbortSignal.timeout(50) })
    await expect(reading).rejects.toHaveProperty('name', 'TimeoutError')
  })
})
