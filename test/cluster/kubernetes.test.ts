// The reader of objects on the real cluster of the current kubeconfig context: what it sees, with which rights, and what it says without.
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Cluster } from '../../src/collect/kubernetes/cluster.ts'
import { type ClusterObjects, collectObjects } from '../../src/collect/kubernetes/collect-objects.ts'
import { PAGE_SIZE } from '../../src/collect/kubernetes/list-resource.ts'
import { openCluster } from '../../src/collect/kubernetes/open-cluster.ts'
import { accessRules, wantedResources } from '../../src/collect/kubernetes/wanted-resources.ts'

const NAMESPACE = 'fairlead-test-kubernetes'
const READER = 'fairlead-test-kubernetes-reader'
/** More than one page holds. */
const POLICIES = PAGE_SIZE + 120

/** As kubectl resolves it from the same kubeconfig files: an entry with its certificates in it. */
interface View {
  readonly clusters: readonly [{ readonly name: string; readonly cluster: Readonly<Record<string, unknown>> }]
  readonly users: readonly [{ readonly name: string; readonly user: Readonly<Record<string, unknown>> }]
}

let view: View
let folder = ''
let token = ''

async function kubectl(argv: readonly string[], input = ''): Promise<string> {
  const running = promisify(execFile)('kubectl', [...argv], { maxBuffer: 1 << 28 })
  running.child.stdin?.end(input)
  return (await running).stdout
}

const apply = (...objects: unknown[]): Promise<string> =>
  kubectl(['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }))

const clusterRole = (rules: unknown): unknown => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
  metadata: { name: READER },
  rules,
})

beforeAll(async () => {
  view = JSON.parse(await kubectl(['config', 'view', '--raw', '--minify', '--flatten', '-o', 'json'])) as View
  folder = await mkdtemp(join(tmpdir(), 'fairlead-cluster-'))
  const subjects = ['reader', 'nobody', 'tenant'].map((name) => ({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace: NAMESPACE },
  }))
  await apply(
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } },
    ...subjects,
    clusterRole(accessRules()),
  )
  await apply({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: READER },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: READER },
    subjects: [{ kind: 'ServiceAccount', name: 'reader', namespace: NAMESPACE }],
  })
  token = await tokenOf('reader')
})

afterAll(async () => {
  if (folder !== '') await rm(folder, { recursive: true })
  await kubectl(['delete', 'clusterrolebinding,clusterrole', READER, '--ignore-not-found'])
  await kubectl(['delete', 'namespace', NAMESPACE, '--ignore-not-found'])
})

const tokenOf = async (name: string): Promise<string> =>
  (await kubectl(['create', 'token', name, '-n', NAMESPACE])).trim()

/** Through a kubeconfig of its own, whose cluster and user are the real ones with these changes. */
async function openWith(user: object, changes: Readonly<Record<string, unknown>> = {}): Promise<Cluster> {
  const file = join(folder, 'config')
  const cluster = { ...view.clusters[0].cluster, ...changes }
  await writeFile(
    file,
    JSON.stringify({
      'current-context': 'changed',
      contexts: [{ name: 'changed', context: { cluster: 'c', user: 'u', namespace: NAMESPACE } }],
      clusters: [{ name: 'c', cluster }],
      users: [{ name: 'u', user }],
    }),
  )
  return await openCluster({ kubeconfig: file, context: null })
}

async function readWith(user: object, changes?: Readonly<Record<string, unknown>>): Promise<ClusterObjects> {
  const cluster = await openWith(user, changes)
  try {
    return await collectObjects(cluster)
  } finally {
    cluster.close()
  }
}

const own = (): object => view.users[0].user
const failureOf = (reading: Promise<unknown>): Promise<string> =>
  reading.then(
    () => 'no error',
    (error: Error) => `${error.name}: ${error.message}`,
  )
/** ServiceCIDRs came with Kubernetes 1.33. */
const gaps = ({ unread }: ClusterObjects) => unread.filter(({ reason }) => reason !== 'not-found')

describe('with the kubeconfig that kubectl uses', () => {
  it('the same objects are read as kubectl lists, each whole, and what the cluster is set to', async () => {
    const cluster = await openCluster({ kubeconfig: null, context: null })
    const read = await collectObjects(cluster)
    cluster.close()
    expect(cluster.clusterName).toBe(view.clusters[0].name)
    expect(gaps(read)).toEqual([])
    for (const kind of ['Namespace', 'Node', 'Service', 'EndpointSlice']) {
      const names = (await kubectl(['get', kind, '-A', '-o', 'name', '--sort-by=.metadata.name'])).trim().split('\n')
      const found = read.objects.filter((object) => object.kind === kind).map(({ metadata }) => metadata.name)
      expect([kind, found.sort()]).toEqual([kind, names.map((name) => name.replace(/^.*\//, '')).sort()])
    }
    const version = JSON.parse(await kubectl(['version', '-o', 'json'])) as { serverVersion: { gitVersion: string } }
    expect(read.serverVersion).toBe(version.serverVersion.gitVersion)
    expect(read.clusterDomain).toBe('cluster.local')
    expect(read.objects.filter(({ kind }) => kind === 'Secret')).toEqual([])
    expect(read.objects.every(({ apiVersion, kind }) => apiVersion !== '' && kind !== '')).toBe(true)
  })

  it("pod and Service addresses lie in the cluster's subnets", async () => {
    const { podCidrs, serviceCidrs } = await readWith(own())
    const config = await kubectl(['get', 'configmap', '-n', 'kube-system', 'kubeadm-config', '-o', 'yaml'])
    expect(podCidrs).toEqual(/podSubnet: (\S+)/.exec(config)?.[1]?.split(','))
    expect(serviceCidrs).toEqual(/serviceSubnet: (\S+)/.exec(config)?.[1]?.split(','))
  })

  it(`${POLICIES} objects come in pages, none lost, none twice`, async () => {
    const names = Array.from({ length: POLICIES }, (_, index) => `policy-${index}`)
    await kubectl(
      ['create', '-f', '-'],
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'List',
        items: names.map((name) => ({
          apiVersion: 'networking.k8s.io/v1',
          kind: 'NetworkPolicy',
          metadata: { name, namespace: NAMESPACE },
          spec: { podSelector: { matchLabels: { nobody: name } } },
        })),
      }),
    )
    const { objects } = await readWith(own())
    const found = objects.filter(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.namespace === NAMESPACE)
    expect(found.map(({ metadata }) => metadata.name).sort()).toEqual([...names].sort())
    expect(found[0]).toMatchObject({
      apiVersion: 'networking.k8s.io/v1',
      metadata: { resourceVersion: expect.any(String) },
    })
    await kubectl(['delete', 'networkpolicy', '-n', NAMESPACE, '--all', '--wait=false'])
  })
})

describe('with the rights that are written down, and no more', () => {
  it('everything is read, and no Secret could be', async () => {
    const cluster = await openWith({ token })
    expect(gaps(await collectObjects(cluster))).toEqual([])
    for (const path of ['/api/v1/secrets', `/api/v1/namespaces/${NAMESPACE}/secrets`, '/api/v1/configmaps']) {
      await expect(cluster.get(path)).rejects.toHaveProperty('status', 403)
    }
    cluster.close()
  })

  // Kubernetes' authorizer learns of a changed role by a watch, some milliseconds later.
  const soon = { timeout: 10_000, interval: 100 }
  const whole = (resource: string): string => (resource === 'configmaps' ? 'configmaps kube-system/coredns' : resource)
  const resources = [...new Set(wantedResources.map(({ resource }) => resource))]
  it.each(resources)('without %s the rest is read, and that is named', async (resource) => {
    const all = await readWith({ token })
    await apply(clusterRole(accessRules(wantedResources.filter((wanted) => wanted.resource !== resource))))
    try {
      const isKnown = !all.unread.some((gap) => gap.resource === resource)
      await expect
        .poll(async () => gaps(await readWith({ token })).map((gap) => gap.resource), soon)
        .toEqual(isKnown ? expect.arrayContaining([whole(resource)]) : [])
      const read = await readWith({ token })
      for (const gap of gaps(read)) {
        expect(gap.resource.split(' ')[0]).toBe(resource)
        expect(gap.reason).toBe('forbidden')
        expect(gap.why).toContain(
          `User "system:serviceaccount:${NAMESPACE}:reader" cannot ${gap.verb} resource "${resource}"`,
        )
      }
      const kinds = (objects: ClusterObjects['objects']) => new Set(objects.map(({ kind }) => kind))
      const lost = [...kinds(all.objects)].filter((kind) => !kinds(read.objects).has(kind))
      expect(lost.length).toBeLessThanOrEqual(1)
    } finally {
      await apply(clusterRole(accessRules()))
      await expect.poll(async () => gaps(await readWith({ token })), soon).toEqual([])
    }
  })

  it('whoever may look at one namespace is shown that one, and told so', async () => {
    await kubectl([
      'create',
      'rolebinding',
      'tenant',
      '-n',
      NAMESPACE,
      '--clusterrole=view',
      `--serviceaccount=${NAMESPACE}:tenant`,
    ])
    const tenant = { token: await tokenOf('tenant') }
    await kubectl(['create', 'service', 'externalname', 'mine', '-n', NAMESPACE, '--external-name', 'db.example'])
    const services = async () => (await readWith(tenant)).objects.filter(({ kind }) => kind === 'Service')
    await expect.poll(async () => (await services()).map(({ metadata }) => metadata.name), soon).toEqual(['mine'])
    const { objects, unread } = await readWith(tenant)
    expect(new Set(objects.map(({ metadata }) => metadata.namespace))).toEqual(new Set([NAMESPACE]))
    expect(unread.find(({ resource }) => resource === 'services')).toEqual({
      resource: 'services',
      verb: 'list',
      reason: 'forbidden',
      why:
        `services is forbidden: User "system:serviceaccount:${NAMESPACE}:tenant" cannot list resource "services" in API group "" ` +
        `at the cluster scope; only those of namespace ${NAMESPACE} were read`,
    })
    expect(unread.map(({ resource }) => resource)).toContain('nodes')
  })

  it('whoever may look at nothing is told what is missing', async () => {
    expect(await failureOf(readWith({ token: await tokenOf('nobody') }))).toMatch(
      /^CannotLookError: Cannot look at the cluster: the API server of context changed \(https:\S+\) lets nothing be read: .* What is missing is a ClusterRole that may get or list namespaces, nodes, services/,
    )
  })
})

describe('when the server or the way to it is at fault', () => {
  it('a token that it does not know', async () => {
    expect(await failureOf(readWith({ token: 's3cret' }))).toMatch(
      /^CannotLookError: Cannot look at the cluster: the API server of context changed \(https:\S+\) does not know who asks \(401 Unauthorized\)\./,
    )
  })

  it('a certificate of an authority that the kubeconfig does not name', async () => {
    const words = await failureOf(readWith(own(), { 'certificate-authority-data': undefined }))
    expect(words).toMatch(/its certificate is not signed by an authority that the kubeconfig trusts \([A-Z_]+\)\./)
    expect(
      gaps(await readWith(own(), { 'certificate-authority-data': undefined, 'insecure-skip-tls-verify': true })),
    ).toEqual([])
  })

  it('a certificate for other names', async () => {
    const words = await failureOf(readWith(own(), { 'tls-server-name': 'elsewhere.example' }))
    expect(words).toMatch(/its certificate is for other names \(.*DNS:kubernetes.*\)\. Use one of those/)
    expect(gaps(await readWith(own(), { 'tls-server-name': 'kubernetes.default.svc' }))).toEqual([])
  })

  it('http where TLS is spoken', async () => {
    const server = String(view.clusters[0].cluster.server).replace('https:', 'http:')
    expect(await failureOf(readWith(own(), { server }))).toMatch(
      /answers every question with HTTP status 400 \(Client sent an HTTP request to an HTTPS server\.\)/,
    )
  })

  it('a proxy passes all of it on, encrypted from end to end', async () => {
    const asked: string[] = []
    const proxy = createServer().listen(0, '127.0.0.1')
    proxy.on('connect', (request, client) => {
      asked.push(request.url ?? '')
      const { hostname, port } = new URL(`https://${request.url}`)
      const upstream = connect(Number(port), hostname, () => {
        client.write('HTTP/1.1 200 Connection established\r\n\r\n')
        upstream.pipe(client).pipe(upstream)
      })
      upstream.on('error', () => client.destroy())
      client.on('error', () => upstream.destroy())
    })
    await new Promise((resolve) => proxy.once('listening', resolve))
    const { port } = proxy.address() as AddressInfo
    expect(gaps(await readWith(own(), { 'proxy-url': `http://127.0.0.1:${port}` }))).toEqual([])
    expect(new Set(asked)).toEqual(new Set([new URL(String(view.clusters[0].cluster.server)).host]))
    proxy.close()
  })
})
