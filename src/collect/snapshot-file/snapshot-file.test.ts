// Snapshots there and back, byte for byte, without secrets; and each damage with the words that name it.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeNamespaces, type RealNamespaces } from '../../../test/namespaces/make-namespaces.ts'
import type { NetworkFile } from '../../model/network-file.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { collectNetwork } from '../namespaces/collect-network.ts'
import { readSnapshot, writeSnapshot } from '../snapshot-file.ts'

const NETWORK = `
ip link add eth0 netns one type veth peer name eth0 netns two
ip -n one addr add 10.0.0.1/24 dev eth0; ip -n one link set eth0 up
for ns in one two; do
  ip netns exec $ns iptables-nft -A FORWARD -s 10.0.0.0/8 -p tcp --dport 80 -j DROP
  ip netns exec $ns iptables-nft -t raw -A PREROUTING -m rpfilter --loose --invert -j DROP
  ip netns exec $ns iptables-nft -t raw -A PREROUTING -m rpfilter --validmark --invert -j DROP
  ip netns exec $ns nft add table inet fw
  ip netns exec $ns nft 'add set inet fw blocked { type ipv4_addr; elements = { 10.1.1.1 } }'
done`

/** A word that is nowhere but in what a person would call secret. */
const SECRET = 'hunter2-planted'
const MANIFESTS = [
  {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'db', namespace: 'shop' },
    data: { password: btoa(SECRET) },
    stringData: { plain: SECRET },
  },
  {
    ...{ apiVersion: 'apps/v1', kind: 'Deployment' },
    metadata: {
      name: 'web',
      namespace: 'shop',
      annotations: { 'kubectl.kubernetes.io/last-applied-configuration': `{"env": "${SECRET}"}`, note: SECRET },
      managedFields: [{ manager: SECRET }],
    },
    spec: {
      template: {
        metadata: { annotations: { token: SECRET } },
        spec: {
          containers: [
            {
              name: 'web',
              env: [
                { name: 'DB', value: `postgres://web:${SECRET}@localhost:5432/shop` },
                { name: 'PW', value: SECRET },
              ],
              args: [`--password=${SECRET}`],
            },
          ],
        },
      },
    },
  },
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'web', namespace: 'shop' },
    data: { 'app.ini': `password=${SECRET}` },
  },
  { apiVersion: 'example.org/v1', kind: 'Database', metadata: { name: 'pg' }, spec: { rootPassword: SECRET } },
  { apiVersion: 'v1', kind: 'Service', metadata: { name: 'db', namespace: 'shop' }, spec: { clusterIP: 'None' } },
]
const DOCKER = {
  networks: [{ Name: 'kind', Labels: { token: SECRET } }],
  containers: [
    {
      Name: '/pg',
      Config: { Env: [`POSTGRES_PASSWORD=${SECRET}`], Cmd: [SECRET], Labels: { pw: SECRET } },
      Args: [SECRET],
    },
  ],
}

let real: RealNamespaces
let folder: string
let snapshot: Snapshot

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fairlead-test-'))
  real = await makeNamespaces(['one', 'two'], NETWORK)
  await writeFile(join(folder, 'manifests.json'), JSON.stringify(MANIFESTS))
  await writeFile(join(folder, 'docker.json'), JSON.stringify(DOCKER))
  await writeFile(join(folder, 'resolv.conf'), 'nameserver 10.96.0.10\n')
  const file: NetworkFile = {
    apiVersion: 'fairlead.dev/v1',
    kind: 'Network',
    clusterDomain: 'cluster.local',
    podCidrs: ['10.244.0.0/16'],
    serviceCidrs: ['10.96.0.0/16'],
    namespaces: [
      real.entry('one', 'host'),
      real.entry('two', 'node', { resolvConf: join(folder, 'resolv.conf') }),
      { ...real.entry('two', 'node'), name: 'three' },
    ],
    kubernetes: [join(folder, 'manifests.json')],
    docker: join(folder, 'docker.json'),
  }
  snapshot = {
    ...(await collectNetwork(file)),
    measurements: [
      {
        ...{ from: 'one', to: { address: '10.0.0.2', port: 80, protocol: 'tcp' }, status: 'run', why: null },
        ...{
          outcome: 'ECONNREFUSED',
          delayMs: 0.4,
          attempts: [{ outcome: 'ECONNREFUSED', delayMs: 0.4 }],
          sourcePorts: [40_001],
        },
      },
    ],
    nameMeasurements: [
      { from: 'one', name: 'db', outcome: 'EAI_NONAME', addresses: [], delayMs: 1, queries: [], again: [] },
    ],
  }
})
afterAll(async () => {
  await real.takeDown()
  await rm(folder, { recursive: true })
})

async function write(name: string): Promise<{ path: string; text: string }> {
  const path = join(folder, name)
  await writeSnapshot(path, snapshot)
  return { path, text: await readFile(path, 'utf8') }
}

it('what is written is read back as it was', async () => {
  const { path } = await write('a.snapshot')
  expect(await readSnapshot(path)).toEqual(snapshot)
})

it('the same snapshot gives the same bytes, also after a round trip', async () => {
  const first = await write('a.snapshot')
  const second = join(folder, 'b.snapshot')
  await writeSnapshot(second, await readSnapshot(first.path))
  expect(await readFile(second, 'utf8')).toBe(first.text)
})

it('a ruleset that several namespaces have is stored once', async () => {
  const { text } = await write('a.snapshot')
  const stored = text.split('\n').filter((line) => line.includes('"group":"ruleset","'))
  expect(snapshot.namespaces.flatMap(({ rulesets }) => rulesets).length).toBeGreaterThan(stored.length)
  expect(text.match(/--dport 80 -j DROP/g)).toHaveLength(1)
})

it('nothing secret is in it', async () => {
  const { text } = await write('a.snapshot')
  expect(text).toContain('"name":"db"')
  expect(text).toContain('localhost:5432')
  expect(text).not.toContain(SECRET)
  expect(text).not.toContain(btoa(SECRET))
})

it('an interruption leaves the file that was there, and no draft', async () => {
  const { path, text } = await write('kept.snapshot')
  const unwritable = { ...snapshot, takenAt: 1n as unknown as string }
  await expect(writeSnapshot(path, unwritable)).rejects.toThrow('BigInt')
  expect(await readFile(path, 'utf8')).toBe(text)
  expect((await readdir(folder)).filter((name) => name.includes('draft'))).toEqual([])
})

describe('a file that is wrong is named with line, field and what was expected', () => {
  const rows: [why: string, change: (lines: string[]) => string[], message: RegExp][] = [
    ['empty', () => [], /^1: expected a JSON value, found the end of the file$/],
    ['no snapshot', () => ['{"kind":"Trace"}'], /^1: apiVersion: expected fairlead\.dev\/v1, found nothing$/],
    [
      'of a newer program',
      (lines) => lines.map((line, index) => (index === 0 ? line.replace('"version":1', '"version":2') : line)),
      /^1: version: expected 1, found 2: a newer Fairlead wrote this snapshot, and this one cannot read it\. Update Fairlead$/,
    ],
    [
      'cut short between lines',
      (lines) => lines.slice(0, 5),
      /^5: expected the line that ends a snapshot after this one: the file was cut short$/,
    ],
    [
      'cut short within a line',
      (lines) => [...lines.slice(0, 4), lines[4]?.slice(0, 40) ?? ''],
      /^5: expected a string that ends with ", found /,
    ],
    [
      'a line is missing',
      (lines) => lines.filter((line) => !line.includes('"kubernetes"')),
      /: lines: expected \d+, the number of this line, found \d+$/,
    ],
    [
      'an unknown line',
      (lines) => lines.map((line) => line.replace('"line":"docker"', '"line":"podman"')),
      /: line: expected .*docker.*, found "podman"$/,
    ],
    [
      'a wrong fact',
      (lines) => lines.map((line) => line.replace('"mtuBytes":1500', '"mtuBytes":"1500"')),
      /: facts\[1\]\.mtuBytes: expected a number, found "1500"$/,
    ],
    [
      'a wrong outcome',
      (lines) =>
        lines.map((line) =>
          line.replace('"outcome":"ECONNREFUSED","sourcePorts"', '"outcome":"refused","sourcePorts"'),
        ),
      /: measurement\.outcome: expected connected, timeout, reset, stalled, no-reply or the name of an errno, found "refused"$/,
    ],
    [
      'a ruleset that is not there',
      (lines) => lines.map((line) => line.replace(/"contents":\["[0-9a-f]{64}"/, `"contents":["${'0'.repeat(64)}"`)),
      /: content: expected the hash of an earlier line, found 0{64}$/,
    ],
  ]
  it.each(rows)('%s', async (_why, change, message) => {
    const { text } = await write('good.snapshot')
    const path = join(folder, 'bad.snapshot')
    await writeFile(
      path,
      change(text.split('\n').slice(0, -1))
        .map((line) => `${line}\n`)
        .join(''),
    )
    const error: unknown = await readSnapshot(path).catch((reason: unknown) => reason)
    expect(String((error as Error).message).replace(`${path}:`, '')).toMatch(message)
  })

  it('the file itself is not there', async () => {
    await expect(readSnapshot('/nowhere/a.snapshot')).rejects.toThrow(
      '/nowhere/a.snapshot: expected a snapshot, found no such file',
    )
  })
})
