// What is collected, held against namespaces that the test made itself, and what is said when they cannot be read.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeNamespaces, type RealNamespaces, serverCommand } from '../../../test/namespaces/make-namespaces.ts'
import { runInside } from '../../../test/namespaces/run-inside.ts'
import { CannotLookError } from '../../model/errors.ts'
import type { Namespace } from '../../model/namespace.ts'
import type { NamespaceEntry, NetworkFile } from '../../model/network-file.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { collectNetwork } from './collect-network.ts'

const NETWORK = `
ip link add eth0 netns pod type veth peer name vethpod netns node
ip link add eth0 netns node type veth peer name vethnode netns host
ip -n node link add cni0 type bridge
ip -n node link set vethpod master cni0 up
ip -n node link set cni0 up; ip -n node link set eth0 up; ip -n pod link set eth0 up; ip -n host link set vethnode up
ip -n pod addr add 10.244.1.10/24 dev eth0
ip -n node addr add 10.244.1.1/24 dev cni0
ip -n node addr add 172.18.0.2/16 dev eth0
ip -n pod route add default via 10.244.1.1
ip -n node route add blackhole 10.9.0.0/16
ip -n node rule add fwmark 0x40 lookup 100
ip -n node neigh add 172.18.0.9 lladdr 02:00:00:00:00:09 dev eth0
ip netns exec node sysctl -qw net.ipv4.ip_forward=1
ip netns exec node iptables-nft -A FORWARD -s 10.244.0.0/16 -j ACCEPT
ip netns exec node iptables-legacy -t nat -A POSTROUTING -j MASQUERADE
ip netns exec host nft add table inet fw
ip netns exec host nft 'add chain inet fw input { type filter hook input priority 0; policy drop; }'
`
const SERVER = `
process.title = 'postgres'
require('node:net').createServer().listen(5432, '127.0.0.1', () => console.log('ready'))`

let real: RealNamespaces
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fairlead-test-'))
  real = await makeNamespaces(['pod', 'node', 'host'], NETWORK + serverCommand('host', SERVER))
})
afterAll(async () => {
  await real.takeDown()
  await rm(folder, { recursive: true })
})

function networkOf(namespaces: NamespaceEntry[], more: Partial<NetworkFile> = {}): NetworkFile {
  const rest = { clusterDomain: 'cluster.local', podCidrs: [], serviceCidrs: [], kubernetes: [], docker: null }
  return { apiVersion: 'fairlead.dev/v1', kind: 'Network', namespaces, ...rest, ...more }
}

function all(): NamespaceEntry[] {
  return [
    { ...real.entry('pod', 'pod', { node: 'node-1' }), name: 'shop/web' },
    { ...real.entry('node', 'node'), name: 'node-1' },
    real.entry('host', 'host'),
  ]
}

function named(snapshot: Snapshot, name: string): Namespace {
  const found = snapshot.namespaces.find((namespace) => namespace.name === name)
  if (found === undefined) throw new Error(`no namespace ${name}`)
  return found
}

describe('one pass reads', () => {
  let snapshot: Snapshot
  beforeAll(async () => {
    snapshot = await collectNetwork(networkOf(all()))
  })

  it('every namespace, in the order of the file, with nothing left unread', () => {
    expect(snapshot.namespaces.map(({ name, role, node }) => ({ name, role, node }))).toEqual([
      { name: 'shop/web', role: 'pod', node: 'node-1' },
      { name: 'node-1', role: 'node', node: null },
      { name: 'host', role: 'host', node: null },
    ])
    expect(snapshot.namespaces.flatMap(({ unread }) => unread)).toEqual([])
  })

  it('the other end of every veth, by its namespace', () => {
    const ends = snapshot.namespaces.flatMap(({ name, links }) =>
      links.filter(({ kind }) => kind === 'veth').map((link) => `${name} ${link.name} - ${link.peer?.namespace}`),
    )
    expect(ends.toSorted()).toEqual([
      'host vethnode - node-1',
      'node-1 eth0 - host',
      'node-1 vethpod - shop/web',
      'shop/web eth0 - node-1',
    ])
  })

  it('routes, policy rules, neighbours and bridge ports', () => {
    const node = named(snapshot, 'node-1')
    expect(node.routes.find(({ type }) => type === 'blackhole')?.destination).toBe('10.9.0.0/16')
    expect(node.policyRules.some(({ mark }) => mark?.value === 0x40)).toBe(true)
    expect(node.neighbours.find(({ address }) => address === '172.18.0.9')?.macAddress).toBe('02:00:00:00:00:09')
    expect(node.links.find(({ name }) => name === 'vethpod')).toMatchObject({
      master: 'cni0',
      port: { state: 'forwarding' },
    })
  })

  it('rules of iptables-nft, of iptables-legacy and of nft', () => {
    const chains = snapshot.namespaces.flatMap(({ name, rulesets }) =>
      rulesets.flatMap(({ backend, tables }) =>
        tables.flatMap((table) =>
          table.chains
            .filter(({ rules, base }) => rules.length > 0 || base?.policy === 'drop')
            .map((chain) => `${name} ${backend} ${table.family} ${table.name} ${chain.name}`),
        ),
      ),
    )
    expect(chains.toSorted()).toEqual([
      'host nft inet fw input',
      'node-1 iptables-legacy ip nat POSTROUTING',
      'node-1 iptables-nft ip filter FORWARD',
    ])
  })

  it('sockets with their processes, and sysctls of that very namespace', () => {
    expect(
      named(snapshot, 'host').sockets.map(({ address, port, processes }) => [address, port, processes[0]?.name]),
    ).toEqual([['127.0.0.1', 5432, 'postgres']])
    expect(named(snapshot, 'node-1').sysctls['net.ipv4.ip_forward']).toBe('1')
    expect(named(snapshot, 'shop/web').sysctls['net.ipv4.ip_forward']).toBe('0')
  })

  it('no key of the kernel', () => {
    const keys = snapshot.namespaces.flatMap(({ sysctls }) => Object.keys(sysctls))
    expect(keys.filter((key) => /fastopen_key|stable_secret/.test(key))).toEqual([])
  })
})

it('does not make the kernel create iptables-legacy tables that nobody made', async () => {
  await collectNetwork(networkOf(all()))
  const again = named(await collectNetwork(networkOf(all())), 'shop/web')
  expect(again.rulesets.flatMap(({ backend, tables }) => tables.map(({ name }) => `${backend} ${name}`))).toEqual([])
})

it('enters a namespace by the pid of a process in it', async () => {
  const entry = { ...real.entry('host', 'host'), path: null, pid: real.pid }
  const snapshot = await collectNetwork(networkOf([entry]))
  expect(snapshot.namespaces[0]?.links.map(({ name }) => name)).toEqual(['lo'])
})

it('gives a pod of the host network its node namespace, and the veth to the node', async () => {
  const hostNetwork = { ...real.entry('node', 'pod', { node: 'node-1' }), name: 'kube-system/kube-proxy' }
  const snapshot = await collectNetwork(networkOf([hostNetwork, ...all()]))
  expect(named(snapshot, 'shop/web').links.find(({ name }) => name === 'eth0')?.peer?.namespace).toBe('node-1')
})

it('reads manifests of several documents, lists and JSON, and Docker', async () => {
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'db', namespace: 'shop' },
    spec: { clusterIP: '10.96.0.20' },
  }
  await writeFile(join(folder, 'a.yaml'), 'apiVersion: v1\nkind: Service\nmetadata: {name: db}\n---\n---\n# none\n')
  await writeFile(join(folder, 'b.json'), JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [service] }))
  const { apiVersion: _, kind: __, ...bare } = service
  await writeFile(join(folder, 'c.json'), JSON.stringify({ apiVersion: 'v1', kind: 'ServiceList', items: [bare] }))
  await writeFile(join(folder, 'docker.json'), JSON.stringify({ networks: [{ Name: 'kind' }] }))
  const kubernetes = ['a.yaml', 'b.json', 'c.json'].map((name) => join(folder, name))
  const snapshot = await collectNetwork(networkOf(all(), { kubernetes, docker: join(folder, 'docker.json') }))
  expect(snapshot.kubernetes).toEqual([
    { apiVersion: 'v1', kind: 'Service', metadata: { name: 'db', namespace: 'default' } },
    service,
    service,
  ])
  expect(snapshot.docker).toEqual({ networks: [{ Name: 'kind' }], containers: [] })
})

it.each([
  ['kind: [\n', 'bad.yaml:2: expected YAML or JSON: '],
  ['apiVersion: v1\nkind: Service\nmetadata: {}\n', 'bad.yaml:1: metadata.name: expected a string, found nothing'],
  ['a: 1\n---\nplain\n', 'bad.yaml:1: apiVersion: expected a string, found nothing'],
  [
    'apiVersion: v1\nkind: List\nitems:\n- kind: Pod\n',
    'bad.yaml:1: items[0].apiVersion: expected a string, found nothing',
  ],
])('says what is wrong with the manifest %j', async (text, words) => {
  const path = join(folder, 'bad.yaml')
  await writeFile(path, text)
  await expect(collectNetwork(networkOf(all(), { kubernetes: [path] }))).rejects.toThrow(words)
})

describe('what cannot be entered is named, with what was tried', () => {
  it('a file that is gone', async () => {
    const gone = { ...real.entry('gone', 'lan'), name: 'nas', path: '/nowhere/nas' }
    await expect(collectNetwork(networkOf([...all(), gone]))).rejects.toThrow(
      new CannotLookError(
        'Cannot open the network namespace of nas (/nowhere/nas): there is no such file. The network is gone, or the network file is older than it.',
      ),
    )
  })

  it('a process that is gone', async () => {
    const gone = { ...real.entry('gone', 'lan'), name: 'nas', path: null, pid: 4_194_303 }
    await expect(collectNetwork(networkOf([...all(), gone]))).rejects.toThrow(
      'Cannot open the network namespace of nas (process 4194303): there is no such process.',
    )
  })

  it('a file that is no namespace', async () => {
    const path = join(folder, 'plain')
    await writeFile(path, '')
    const plain = { ...real.entry('plain', 'lan'), name: 'nas', path }
    await expect(collectNetwork(networkOf([...all(), plain]))).rejects.toThrow(
      /^Cannot enter the network namespace of nas \(.*plain\): /,
    )
  })
})

it('ends at once when it is told to', async () => {
  const abort = new AbortController()
  const running = collectNetwork(networkOf(all()), { signal: abort.signal })
  setTimeout(() => abort.abort(new Error('interrupted')), 20)
  await expect(running).rejects.toThrow('interrupted')
})

describe('as root of a user namespace only', () => {
  const program = `
import { collectNetwork } from './src/collect/namespaces/collect-network.ts'
import { makeNamespaces } from './test/namespaces/make-namespaces.ts'
const real = await makeNamespaces(['pod', 'node'], 'ip link add eth0 netns pod type veth peer name veth0 netns node')
try {
  const rest = { clusterDomain: 'cluster.local', podCidrs: [], serviceCidrs: [], kubernetes: [], docker: null }
  const namespaces = [real.entry('pod', 'pod'), real.entry('node', 'node')]
  const snapshot = await collectNetwork({ apiVersion: 'fairlead.dev/v1', kind: 'Network', namespaces, ...rest })
  console.log(JSON.stringify(snapshot.namespaces.map(({ name, links, unread }) => ({
    name, unread, peers: links.flatMap(({ peer }) => peer === null ? [] : [peer.namespace]),
  }))))
} finally {
  await real.takeDown()
}`

  it('a namespace of another user namespace is entered through that one', async () => {
    expect(await runInside('', program)).toEqual([
      { name: 'pod', unread: [], peers: ['node'] },
      { name: 'node', unread: [], peers: ['pod'] },
    ])
  })

  it('a tool that is missing is named as not read, and the others are read', async () => {
    const [first] = (await runInside('mount --bind /dev/null "$(command -v ss || echo /usr/bin/ss)"', program)) as {
      unread: unknown
    }[]
    expect(first?.unread).toEqual([
      { what: 'sockets', family: null, why: expect.stringMatching(/^ss: .*Permission denied/) },
    ])
  })

  it.each([
    ['ip', 'iproute2'],
    ['nsenter', 'util-linux'],
    ['unshare', 'util-linux'],
  ])('without %s nothing can be looked at: it is named, with the package that has it', async (tool, packageName) => {
    const hide = `execSync('mount --bind /dev/null "$(command -v ${tool} || command -v /usr/sbin/${tool})"')`
    const hidden = program
      .replace('  const rest', `  ${hide}\n  const rest`)
      .replace('} finally', '} catch (error) { console.log(JSON.stringify(error.message)) } finally')
    expect(await runInside('', `import { execSync } from 'node:child_process'\n${hidden}`)).toBe(
      `Cannot look: the command ${tool} is missing on this machine. Install it (Debian: apt-get install ${packageName}).`,
    )
  })
})
