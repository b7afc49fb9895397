// Asks for names with this machine's own C library in a lab's pods, and compares with the model.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readNetworkFile } from '../../collect/namespaces/read-network-file.ts'
import { controlLab } from '../../lab/control-lab.ts'
import type { LabControl } from '../../lab/fault.ts'
import { labNetworkFile } from '../../lab/lab-directory.ts'
import { raiseLab } from '../../lab/raise-lab.ts'
import { takeDownLab } from '../../lab/take-down-lab.ts'
import type { NameMeasurement } from '../../model/measurement.ts'
import type { Namespace } from '../../model/namespace.ts'
import type { NetworkFile } from '../../model/network-file.ts'
import type { KubernetesObject, Snapshot } from '../../model/snapshot.ts'
import { parseNameFiles } from '../../parse/parse-name-files.ts'
import { probeNames } from '../../probe/probe-names.ts'
import { compileNames } from './compile-names.ts'
import { resolveName } from './resolve-name.ts'

const runtime = mkdtempSync(join(tmpdir(), 'fairlead-names-'))
const before = process.env.XDG_RUNTIME_DIR
let lab: LabControl
let file: NetworkFile
let objects: KubernetesObject[] = []

beforeAll(async () => {
  process.env.XDG_RUNTIME_DIR = runtime
  await raiseLab()
  lab = await controlLab('default')
  file = await readNetworkFile(labNetworkFile('default'))
  objects = [...(await lab.readObjects()), ...extraObjects]
  await lab.writeObjects(objects)
})

afterAll(async () => {
  await takeDownLab('default')
  if (before === undefined) delete process.env.XDG_RUNTIME_DIR
  else process.env.XDG_RUNTIME_DIR = before
  rmSync(runtime, { recursive: true })
})

const names = `
  db db.shop db.shop.svc db.shop.svc.cluster.local db.shop.svc.cluster.local. DB.Shop
  cache cache.shop 172-18-0-4.cache.shop ledger.shop both.shop archive.shop archive lost.shop literal.shop inside.shop inside6.shop nowhere.shop
  asleep.shop unlabelled.shop absent.shop db.absent shop shop.svc svc cluster.local cluster.local.
  host-0.named.shop 172-18-0-7.named.shop _redis._tcp.cache.shop 10-244-1-10.shop.pod web.shop.pod
  db.lan db.lan. host.docker.internal host.docker.internal. node-1 nas.lan absent.lan cache. localhost
  172.18.0.1 fc00::1 db.shop.svc.cluster.local.shop kubernetes.default dotless.
`
  .trim()
  .split(/\s+/)

test.each(['shop/web', 'jobs/batch'])('getaddrinfo() in %s gives what the model says', async (from) => {
  const measured = await probe(from)
  const model = compileNames(snapshot(measured), parseNameFiles(snapshot(measured)))
  expect(measured.map(shown)).toEqual(names.map((name) => expectedText(from, resolveName(model, from, name))))
})

test('what nobody asked an upstream resolver for is undetermined, and so is an alias to it', () => {
  const model = compileNames(snapshot([]), parseNameFiles(snapshot([])))
  const told = ['db.shop', 'db.lan', 'archive.shop'].map((name) => resolveName(model, 'jobs/batch', name))
  expect(told.map(({ outcome, why }) => ({ outcome, why }))).toEqual([
    { outcome: 'resolved', why: null },
    { outcome: 'undetermined', why: 'nobody asked the upstream resolver for db.lan' },
    { outcome: 'undetermined', why: 'nobody asked the upstream resolver for db.lan' },
  ])
})

test('hosts without fallthrough makes every other name fail', async () => {
  const corefile = await lab.readCorefile()
  try {
    await lab.writeCorefile(
      corefile.replace('cache 30', 'cache 30\n    hosts {\n      172.18.0.9 host.docker.internal\n    }'),
    )
    objects = await lab.readObjects()
    const measured = await probe('shop/web')
    const model = compileNames(snapshot(measured), parseNameFiles(snapshot(measured)))
    expect(measured.map(shown)).toEqual(
      names.map((name) => expectedText('shop/web', resolveName(model, 'shop/web', name))),
    )
    expect(shown(measured[names.indexOf('host.docker.internal.')])).toBe(
      'shop/web host.docker.internal. resolved 172.18.0.9',
    )
  } finally {
    await lab.writeCorefile(corefile)
    objects = await lab.readObjects()
  }
})

test('the objects that an answer comes from, and the one that is missing, are named', () => {
  const model = compileNames(snapshot([]), parseNameFiles(snapshot([])))
  const facts = (name: string) => resolveName(model, 'shop/web', name).questions.at(-1)?.facts
  expect(facts('cache.shop.svc.cluster.local.')).toEqual([
    '#object/Service/shop/cache',
    '#object/EndpointSlice/shop/cache-1',
  ])
  expect(facts('absent.shop.svc.cluster.local.')).toEqual(['#object?Service/shop/absent'])
  expect(facts('db.absent.svc.cluster.local.')).toEqual(['#object?Namespace/absent'])
})

const extraObjects: KubernetesObject[] = [
  service('both', { clusterIP: 'None' }),
  slice('both', ['172.18.0.1', '172.18.0.2']),
  slice('both', ['fc00:f853:ccd:e793::1'], { addressType: 'IPv6' }),
  service('lost', { type: 'ExternalName', externalName: 'host.docker.internal' }),
  service('literal', { type: 'ExternalName', externalName: '172.18.0.1' }),
  service('inside', { type: 'ExternalName', externalName: 'db.shop.svc.cluster.local' }),
  service('inside6', { type: 'ExternalName', externalName: 'ledger.shop.svc.cluster.local.' }),
  service('nowhere', { type: 'ExternalName', externalName: 'absent.shop.svc.cluster.local' }),
  service('asleep', { clusterIP: 'None' }),
  slice('asleep', ['172.18.0.5'], { ready: false }),
  service('unlabelled', { clusterIP: 'None' }),
  slice('unlabelled', ['172.18.0.6'], { label: 'kubernetes.io/service' }),
  service('named', { clusterIP: 'None' }),
  slice('named', ['172.18.0.7'], { hostname: 'host-0' }),
]

function service(name: string, spec: Record<string, unknown>): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace: 'shop' }, spec }
}

function slice(
  service: string,
  addresses: readonly string[],
  { label = 'kubernetes.io/service-name', ready = true, addressType = 'IPv4', hostname = null as string | null } = {},
): KubernetesObject {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: `${service}-${addressType}`, namespace: 'shop', labels: { [label]: service } },
    addressType,
    ports: [{ name: 'redis', port: 6379, protocol: 'TCP' }],
    endpoints: addresses.map((address) => ({
      addresses: [address],
      conditions: { ready },
      ...(hostname === null ? {} : { hostname }),
    })),
  }
}

function probe(from: string): Promise<NameMeasurement[]> {
  return probeNames(
    file,
    names.map((name) => ({ from, name })),
  )
}

function shown(measured: NameMeasurement | undefined): string {
  return `${measured?.from} ${measured?.name} ${measured?.outcome} ${measured?.addresses.toSorted().join(' ')}`.trim()
}

function expectedText(from: string, { name, outcome, addresses }: ReturnType<typeof resolveName>): string {
  return `${from} ${name} ${outcome} ${addresses
    .map(({ address }) => address)
    .toSorted()
    .join(' ')}`.trim()
}

function snapshot(nameMeasurements: readonly NameMeasurement[]): Snapshot {
  const text = (path: string | null) => (path === null ? null : readFileSync(path, 'utf8'))
  const namespaces = file.namespaces.map(
    ({ name, role, node, resolvConf, hosts }): Namespace => ({
      ...{ name, role, node, resolvConf: text(resolvConf), hosts: text(hosts) },
      ...{ links: [], routes: [], policyRules: [], neighbours: [], forwarding: [], rulesets: [], sockets: [] },
      ...{ sysctls: {}, unread: [] },
    }),
  )
  return {
    ...{ apiVersion: 'fairlead.dev/v1', kind: 'Snapshot', version: 1, takenAt: '2026-01-01T00:00:00Z' },
    ...{ clusterDomain: file.clusterDomain, podCidrs: file.podCidrs, serviceCidrs: file.serviceCidrs },
    ...{ namespaces, kubernetes: objects, docker: null, measurements: [], nameMeasurements },
  }
}
