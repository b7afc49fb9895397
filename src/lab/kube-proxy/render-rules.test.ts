// Services and slices as kube-proxy's rules, and when it has none for them.
import { expect, test } from 'vitest'
import type { Family } from '../../model/packet.ts'
import type { KubernetesObject } from '../../model/snapshot.ts'
import { renderProxyRules } from './render-rules.ts'
import { proxiedPorts } from './service-ports.ts'

function service(spec: Record<string, unknown>, labels: Record<string, string> = {}): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name: 'db', namespace: 'shop', labels }, spec }
}

function slice(
  fields: Record<string, unknown>,
  labels: Record<string, string> = { 'kubernetes.io/service-name': 'db' },
): KubernetesObject {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: 'db-1', namespace: 'shop', labels },
    addressType: 'IPv4',
    ports: [{ name: 'pg', port: 5432, protocol: 'TCP' }],
    endpoints: [{ addresses: ['172.18.0.1'] }],
    ...fields,
  }
}

const clusterIp = {
  clusterIP: '10.96.0.20',
  clusterIPs: ['10.96.0.20'],
  ports: [{ name: 'pg', port: 5432, protocol: 'TCP' }],
}

/** What the Service adds to the rules of node-1. */
function rulesOf(objects: readonly KubernetesObject[], family: Family = 4): string[] {
  const cidr = family === 4 ? '10.244.0.0/16' : 'fd00:10:244::/56'
  const none = renderProxyRules([], 'node-1', cidr, family)
  const some = renderProxyRules(proxiedPorts(objects, family), 'node-1', cidr, family)
  return (['nat', 'filter'] as const).flatMap((table) =>
    some.rules[table].filter((rule) => !none.rules[table].includes(rule)).map((rule) => `${table} ${rule}`),
  )
}

test('a Service with one endpoint becomes a chain for it, and one for the endpoint', () => {
  expect(rulesOf([service(clusterIp), slice({})])).toEqual([
    'nat -A KUBE-SERVICES -m comment --comment "shop/db:pg cluster IP" -m tcp -p tcp -d 10.96.0.20 --dport 5432 -j KUBE-SVC-HJSW2HDIBP4MO3C4',
    'nat -A KUBE-SVC-HJSW2HDIBP4MO3C4 -m comment --comment "shop/db:pg cluster IP" -m tcp -p tcp -d 10.96.0.20 --dport 5432 ! -s 10.244.0.0/16 -j KUBE-MARK-MASQ',
    'nat -A KUBE-SVC-HJSW2HDIBP4MO3C4 -m comment --comment "shop/db:pg -> 172.18.0.1:5432" -j KUBE-SEP-NCGQTGG7GY6KP2LV',
    'nat -A KUBE-SEP-NCGQTGG7GY6KP2LV -m comment --comment "shop/db:pg" -s 172.18.0.1 -j KUBE-MARK-MASQ',
    'nat -A KUBE-SEP-NCGQTGG7GY6KP2LV -m comment --comment "shop/db:pg" -m tcp -p tcp -j DNAT --to-destination 172.18.0.1:5432',
  ])
})

test('chains are named as kube-proxy names them', () => {
  const dns = {
    name: 'kube-system/kube-dns:dns',
    protocol: 'udp',
    clusterIp: '10.96.0.10',
    externalIps: [],
    port: 53,
    affinitySeconds: null,
    internalTrafficPolicy: 'Cluster',
    endpoints: [{ address: '10.244.0.2', port: 53, nodeName: null }],
  } as const
  const { chains } = renderProxyRules([dns], 'node-1', '10.244.0.0/16', 4)
  // As they stand in the rules of kubeadm's clusters.
  expect(chains.nat.slice(-2)).toEqual(['KUBE-SVC-TCOU7JCQXEZGVUNU', 'KUBE-SEP-YIL6JZP7A3QYXJU2'])
})

test.each([
  ['no slice at all', []],
  ['a slice without the label', [slice({}, {})]],
  ['a slice of another namespace', [{ ...slice({}), metadata: { ...slice({}).metadata, namespace: 'other' } }]],
  ['a port of another name', [slice({ ports: [{ name: 'postgres', port: 5432, protocol: 'TCP' }] })]],
  ['a port without a name', [slice({ ports: [{ port: 5432, protocol: 'TCP' }] })]],
  ['a port of another protocol', [slice({ ports: [{ name: 'pg', port: 5432, protocol: 'UDP' }] })]],
  ['a port without a number', [slice({ ports: [{ name: 'pg', protocol: 'TCP' }] })]],
  ['no ports', [slice({ ports: null })]],
  ['the other family', [slice({ addressType: 'IPv6', endpoints: [{ addresses: ['fd00::1'] }] })]],
  ['names for addresses', [slice({ addressType: 'FQDN', endpoints: [{ addresses: ['db.lan'] }] })]],
  [
    'an endpoint that is not ready',
    [slice({ endpoints: [{ addresses: ['172.18.0.1'], conditions: { ready: false } }] })],
  ],
])('a Service with %s is refused', (_, slices) => {
  expect(rulesOf([service(clusterIp), ...slices])).toEqual([
    'filter -A KUBE-SERVICES -m comment --comment "shop/db:pg has no endpoints" -m tcp -p tcp -d 10.96.0.20 --dport 5432 -j REJECT',
  ])
})

test.each([
  ['nothing said of its state', {}],
  ['nothing said of being ready', { conditions: {} }],
  ['an end that it still serves until', { conditions: { ready: false, serving: true, terminating: true } }],
])('an endpoint with %s is used', (_, state) => {
  expect(
    rulesOf([service(clusterIp), slice({ endpoints: [{ addresses: ['172.18.0.1'], ...state }] })]).join('\n'),
  ).toContain('-j DNAT --to-destination 172.18.0.1:5432')
})

test("the slice's port is where packets go, the Service's targetPort is not looked at", () => {
  const spec = { ...clusterIp, ports: [{ name: 'pg', port: 5432, targetPort: 1111, protocol: 'TCP' }] }
  const rules = rulesOf([service(spec), slice({ ports: [{ name: 'pg', port: 6543, protocol: 'TCP' }] })])
  expect(rules.at(-1)).toMatch(/-m tcp -p tcp -j DNAT --to-destination 172\.18\.0\.1:6543$/)
})

test('three endpoints share: a third, half of the rest, the rest', () => {
  const endpoints = ['172.18.0.1', '172.18.0.2', '172.18.0.3'].map((address) => ({ addresses: [address] }))
  const rules = rulesOf([service(clusterIp), slice({ endpoints })]).filter((rule) => rule.includes(' -> '))
  expect(rules.map((rule) => /-> (\S+?)"(?:.*--probability (\S+))?/.exec(rule)?.slice(1))).toEqual([
    ['172.18.0.1:5432', '0.3333333333'],
    ['172.18.0.2:5432', '0.5000000000'],
    ['172.18.0.3:5432', undefined],
  ])
})

test('an endpoint that two slices name is there once', () => {
  const rules = rulesOf([service(clusterIp), slice({}), slice({})])
  expect(rules.filter((rule) => rule.includes('DNAT'))).toHaveLength(1)
})

test('a client sticks to its endpoint where the Service asks for it', () => {
  const rules = rulesOf([service({ ...clusterIp, sessionAffinity: 'ClientIP' }), slice({})]).join('\n')
  expect(rules).toMatch(/-m recent --name (KUBE-SEP-\w+) --rcheck --seconds 10800 --reap -j \1\n/)
  expect(rules).toMatch(/-A (KUBE-SEP-\w+) .* -m recent --name \1 --set -m tcp -p tcp -j DNAT/)
})

test("internalTrafficPolicy Local takes the node's own endpoints, and drops where it has none", () => {
  const local = service({ ...clusterIp, internalTrafficPolicy: 'Local' })
  const here = slice({
    endpoints: [
      { addresses: ['172.18.0.1'], nodeName: 'node-1' },
      { addresses: ['172.18.0.2'], nodeName: 'node-2' },
    ],
  })
  const rules = rulesOf([local, here])
  expect(rules.filter((rule) => rule.includes('DNAT')).map((rule) => rule.split(' ').at(-1))).toEqual([
    '172.18.0.1:5432',
  ])
  expect(rules[0]).toMatch(/-j KUBE-SVL-[A-Z2-7]{16}$/)
  expect(rulesOf([local, slice({})])).toEqual([
    'filter -A KUBE-SERVICES -m comment --comment "shop/db:pg has no local endpoints" -m tcp -p tcp -d 10.96.0.20 --dport 5432 -j DROP',
  ])
})

test('IPv6 has its own rules', () => {
  const six = service({ clusterIP: 'fd00:10:96::24', clusterIPs: ['fd00:10:96::24'], ports: [{ port: 7000 }] })
  const endpoints = slice({ addressType: 'IPv6', ports: [{ port: 7000 }], endpoints: [{ addresses: ['fc00::1'] }] })
  expect(rulesOf([six, endpoints], 4)).toEqual([])
  expect(rulesOf([six, endpoints], 6).at(-1)).toMatch(
    /--comment "shop\/db" -m tcp -p tcp -j DNAT --to-destination \[fc00::1\]:7000$/,
  )
})

test.each([
  ['headless', { clusterIP: 'None', clusterIPs: ['None'] }, {}],
  ['an ExternalName', { type: 'ExternalName', externalName: 'db.lan' }, {}],
  ['served by another proxy', clusterIp, { 'service.kubernetes.io/service-proxy-name': 'mesh' }],
])('a Service that is %s has no rules', (_, spec, labels) => {
  expect(rulesOf([service(spec, labels), slice({})])).toEqual([])
})

test('an external IP leads to the same endpoints, masqueraded, and is refused beside the ClusterIP without any', () => {
  const port = {
    name: 'shop/old:redis',
    protocol: 'tcp',
    clusterIp: '10.96.0.40',
    externalIps: ['172.18.0.4'],
    port: 6379,
    affinitySeconds: null,
    internalTrafficPolicy: 'Cluster',
    endpoints: [{ address: '10.244.2.10', port: 6379, nodeName: null }],
  } as const
  const render = (endpoints: (typeof port)['endpoints'] | []) =>
    renderProxyRules([{ ...port, endpoints }], 'node-1', '10.244.0.0/16', 4).rules
  const external = render(port.endpoints).nat.filter((rule) => rule.includes('KUBE-EXT-'))
  expect(
    external.map((rule) => rule.replaceAll(/-m comment --comment "[^"]*" /g, '').replaceAll(/-[A-Z2-7]{16}/g, '')),
  ).toEqual([
    '-A KUBE-SERVICES -m tcp -p tcp -d 172.18.0.4 --dport 6379 -j KUBE-EXT',
    '-A KUBE-EXT -j KUBE-MARK-MASQ',
    '-A KUBE-EXT -j KUBE-SVC',
  ])
  expect(render([]).filter.filter((rule) => rule.startsWith('-A KUBE-EXTERNAL-SERVICES '))).toEqual([
    '-A KUBE-EXTERNAL-SERVICES -m comment --comment "shop/old:redis has no endpoints" -m tcp -p tcp -d 172.18.0.4 --dport 6379 -j REJECT',
  ])
})
