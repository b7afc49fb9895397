// The default network's every way, walked by real clients.
import { beforeAll, expect, test } from 'vitest'
import { useOwnLabs } from '../../../test/own-labs.ts'
import { controlLab } from '../control-lab.ts'
import { runInNamespace } from '../enter-namespace.ts'
import { type LabRecord, readLab } from '../lab-record.ts'
import { raiseLab } from '../raise-lab.ts'

useOwnLabs()
let lab: LabRecord
beforeAll(async () => {
  await raiseLab()
  lab = await readLab('default')
})

/** Connects, says hi, and gives what came back; or the errno. */
const client = `
const net = require('node:net'), dgram = require('node:dgram'), dns = require('node:dns/promises')
function tcp(host, port) {
  return new Promise((resolve) => {
    const socket = net.connect({ host, port, autoSelectFamily: false })
    socket.setTimeout(4000, () => { resolve('timeout'); socket.destroy() })
    socket.on('connect', () => socket.write('hi'))
    socket.on('error', (error) => resolve(error.code))
    let text = ''
    socket.on('data', (data) => { text += data; if (text.endsWith('hi')) { resolve(text.replace('\\n', ' ')); socket.destroy() } })
  })
}
async function udp(host, port) {
  const { address } = await dns.lookup(host)
  return new Promise((resolve) => {
    const socket = dgram.createSocket('udp4')
    setTimeout(() => { resolve('no-reply'); socket.close() }, 4000).unref()
    socket.on('message', (data, from) => { resolve(data + ' from ' + from.address); socket.close() })
    socket.connect(port, address, () => socket.send('hi'))
  })
}
const [protocol, host, port] = process.argv.slice(1)
;(protocol === 'tcp' ? tcp : udp)(host, Number(port)).then((text) => { console.log(text); process.exit(0) }, (error) => { console.log(error.code); process.exit(0) })
`

async function ask(from: string, protocol: 'tcp' | 'udp', host: string, port: number): Promise<string> {
  return (await runInNamespace(lab, from, [process.execPath, '-e', client, protocol, host, String(port)])).trim()
}

const clients = ['shop/web', 'shop/api', 'jobs/batch'] as const

const services = [
  ['tcp', 'db.shop', 5432, 'host/postgres hi'],
  ['tcp', 'cache.shop', 6379, 'cache/redis hi'],
  ['tcp', 'files.shop', 80, 'nas/http hi'],
  ['tcp', 'search.shop', 9200, 'search/opensearch hi'],
  ['tcp', 'archive.shop', 5432, 'nas/postgres hi'],
  ['tcp', 'ledger.shop', 7000, 'host/ledger hi'],
  ['udp', 'metrics.shop', 8125, 'hi from 10.96.0.23'],
] as const

test.each(clients)('from %s every Service answers by its name', async (from) => {
  const answers = await Promise.all(services.map(([protocol, host, port]) => ask(from, protocol, host, port)))
  expect(answers).toEqual(services.map(([, , , answer]) => answer))
})

const podAddresses = {
  'shop/web': ['10.244.1.10', 'fd00:10:244:1::a'],
  'kube-system/coredns': ['10.244.1.2', 'fd00:10:244:1::2'],
  'shop/api': ['10.244.2.10', 'fd00:10:244:2::a'],
  'jobs/batch': ['10.244.2.11', 'fd00:10:244:2::b'],
} as const

test('pods reach each other over bridge, links and VXLAN, in both families', async () => {
  const control = await controlLab('default')
  const pods = Object.entries(podAddresses)
  for (const [pod] of pods) {
    const listener = { name: pod, namespace: pod, process: 'echo', protocol: 'tcp', address: '::', port: 99 } as const
    await control.startListener(listener)
  }
  for (const from of clients) {
    const answers = pods.flatMap(([, addresses]) => addresses.map((address) => ask(from, 'tcp', address, 99)))
    expect(await Promise.all(answers), from).toEqual(pods.flatMap(([pod]) => [`${pod} hi`, `${pod} hi`]))
  }
  for (const [pod] of pods) await control.stopListener(pod)
})

test('packets between nodes travel in VXLAN', async () => {
  const before = await received('node-2')
  await ask('shop/web', 'tcp', '10.244.2.10', 99)
  expect(await received('node-2')).toBeGreaterThan(before)
})

async function received(node: string): Promise<number> {
  return Number(
    await runInNamespace(lab, node, ['cat', '/proc/net/dev']).then(
      (text) => /flannel\.1:\s*\d+\s+(\d+)/.exec(text)?.[1],
    ),
  )
}

test('what stands on the second Docker network is not reached past its isolation', async () => {
  expect(await ask('shop/web', 'tcp', '172.19.0.2', 9200)).toBe('timeout')
})

test('host.docker.internal does not exist on Linux', async () => {
  expect(await ask('shop/web', 'tcp', 'host.docker.internal', 5432)).toBe('ENOTFOUND')
})

test("pods leave the cluster under their node's address", async () => {
  const rules = await runInNamespace(lab, 'node-1', ['iptables-save', '-c', '-t', 'nat'])
  expect(rules).toMatch(/\[[1-9]\d*:\d+\] -A KIND-MASQ-AGENT .* -j MASQUERADE/)
})

test('nothing in the lab reaches the machine that it stands on', async () => {
  const links = await runInNamespace(lab, 'host', ['ip', '-br', 'link'])
  expect(links.split('\n').map((line) => line.split(/[@ ]/)[0])).toEqual([
    'lo',
    'veth-node-1',
    'veth-node-2',
    'veth-cache',
    'veth-search',
    'eth0',
    'br-kind',
    'br-apps',
    '',
  ])
})

test('the names of the processes are those of the real servers', async () => {
  const sockets = await runInNamespace(lab, 'host', ['ss', '-Hltunp'])
  expect(Array.from(sockets.matchAll(/\(\("([^"]+)"/g), (match) => match[1]).sort()).toEqual([
    'docker-proxy',
    'dockerd',
    'dockerd',
    'ledger',
    'postgres',
    'postgres',
    'statsd',
  ])
})
