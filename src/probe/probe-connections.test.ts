// The errnos and delays of faults.md table 0.1, as real clients meet them on the real kernel.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import type { Readable, Writable } from 'node:stream'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeNamespaces, type RealNamespaces, serverCommand } from '../../test/namespaces/make-namespaces.ts'
import type { Measurement } from '../model/measurement.ts'
import type { NetworkFile } from '../model/network-file.ts'
import type { Protocol } from '../model/packet.ts'
import { clientProgram } from './client-program.ts'
import { probeConnections } from './probe-connections.ts'

// pod 10.1.0.2 -- 10.1.0.1 node 10.2.0.1 -- 10.2.0.2 host, and the same in fd00:1::/64, fd00:2::/64.
const NETWORK = `
ip link add eth0 netns pod type veth peer name pod0 netns node
ip link add eth1 netns node type veth peer name node0 netns host
ip netns exec node sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
# The table is about errnos; what the limit does has a test of its own.
ip netns exec node sysctl -qw net.ipv4.icmp_ratelimit=0 net.ipv6.icmp.ratelimit=0
for ns in pod node host; do ip netns exec $ns sysctl -qw net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.all.accept_dad=0; done
ip -n pod addr add 10.1.0.2/24 dev eth0; ip -n pod addr add fd00:1::2/64 dev eth0 nodad
ip -n node addr add 10.1.0.1/24 dev pod0; ip -n node addr add fd00:1::1/64 dev pod0 nodad
ip -n node addr add 10.2.0.1/24 dev eth1; ip -n node addr add fd00:2::1/64 dev eth1 nodad
ip -n host addr add 10.2.0.2/24 dev node0; ip -n host addr add fd00:2::2/64 dev node0 nodad
ip -n pod link set eth0 up; ip -n node link set pod0 up; ip -n node link set eth1 up; ip -n host link set node0 up
ip -n pod route add 10.2.0.0/16 via 10.1.0.1
ip -n pod route add 10.8.0.0/16 via 10.1.0.1
ip -n pod route add blackhole 10.3.0.1/32
ip -n pod route add prohibit 10.3.0.2/32
ip -n pod route add unreachable 10.3.0.3/32
ip -n pod route add fd00:2::/64 via fd00:1::1
ip -n host route add default via 10.2.0.1
ip -n host route add fd00:1::/64 via fd00:2::1
ip -n node route add blackhole 10.2.3.1/32
ip -n node route add prohibit 10.2.3.2/32
ip -n node route add unreachable 10.2.3.3/32
reject() { ip netns exec node iptables -A FORWARD -p tcp --dport $1 -j REJECT --reject-with $2; }
reject 7001 icmp-port-unreachable
reject 7002 tcp-reset
reject 7003 icmp-host-unreachable
reject 7004 icmp-host-prohibited
reject 7005 icmp-admin-prohibited
reject 7006 icmp-net-unreachable
reject 7007 icmp-net-prohibited
reject 7008 icmp-proto-unreachable
ip netns exec node iptables -A FORWARD -p tcp --dport 7009 -j DROP
ip netns exec node iptables -A FORWARD -p udp --dport 7009 -j DROP
ip netns exec node ip6tables -A FORWARD -p tcp --dport 7010 -j REJECT --reject-with icmp6-adm-prohibited
`
const SERVERS = `
const server = require('node:net').createServer((socket) => socket.on('error', () => {}).end('hello'))
server.listen(5432, '::', () => {
  const echo = require('node:dgram').createSocket('udp4')
  echo.on('message', (data, from) => echo.send(data, from.port, from.address)).bind(8125, () => console.log('ready'))
})`

let real: RealNamespaces
let file: NetworkFile

beforeAll(async () => {
  real = await makeNamespaces(['pod', 'node', 'host'], NETWORK + serverCommand('host', SERVERS))
  const namespaces = [
    real.entry('pod', 'pod', { node: 'node' }),
    real.entry('node', 'node'),
    real.entry('host', 'host'),
  ]
  file = networkOf(namespaces)
  // Links that have just come up lose their first packets.
  const first = (address: string) => ({ from: 'pod', to: { address, port: 5432, protocol: 'tcp' as const } })
  await probeConnections(file, [first('10.2.0.2'), first('fd00:2::2')])
})
afterAll(() => real.takeDown())

function networkOf(namespaces: NetworkFile['namespaces']): NetworkFile {
  const rest = { clusterDomain: 'cluster.local', podCidrs: [], serviceCidrs: [], kubernetes: [], docker: null }
  return { apiVersion: 'fairlead.dev/v1', kind: 'Network', namespaces, ...rest }
}

type Delay = 'at once' | 'after 3 s' | 'after 5 s'
const ROWS: readonly [why: string, protocol: Protocol, address: string, port: number, outcome: string, delay: Delay][] =
  [
    ['a server listens', 'tcp', '10.2.0.2', 5432, 'connected', 'at once'],
    ['a server listens (IPv6)', 'tcp', 'fd00:2::2', 5432, 'connected', 'at once'],
    ['nothing listens', 'tcp', '10.2.0.2', 81, 'ECONNREFUSED', 'at once'],
    ['nothing listens (IPv6)', 'tcp', 'fd00:2::2', 81, 'ECONNREFUSED', 'at once'],
    ['rejected, port unreachable', 'tcp', '10.2.0.2', 7001, 'ECONNREFUSED', 'at once'],
    ['rejected, TCP reset', 'tcp', '10.2.0.2', 7002, 'ECONNREFUSED', 'at once'],
    ['rejected, host unreachable', 'tcp', '10.2.0.2', 7003, 'EHOSTUNREACH', 'at once'],
    ['rejected, host prohibited', 'tcp', '10.2.0.2', 7004, 'EHOSTUNREACH', 'at once'],
    ['rejected, administratively prohibited', 'tcp', '10.2.0.2', 7005, 'EHOSTUNREACH', 'at once'],
    ['rejected, net unreachable', 'tcp', '10.2.0.2', 7006, 'ENETUNREACH', 'at once'],
    ['rejected, net prohibited', 'tcp', '10.2.0.2', 7007, 'ENETUNREACH', 'at once'],
    ['rejected, protocol unreachable', 'tcp', '10.2.0.2', 7008, 'ENOPROTOOPT', 'at once'],
    ['rejected, prohibited (IPv6)', 'tcp', 'fd00:2::2', 7010, 'EACCES', 'at once'],
    ['the pod has no route', 'tcp', '10.9.0.1', 80, 'ENETUNREACH', 'at once'],
    ['the pod has no route (IPv6)', 'tcp', 'fd00:9::1', 80, 'ENETUNREACH', 'at once'],
    ['the node has no route', 'tcp', '10.8.0.1', 80, 'ENETUNREACH', 'at once'],
    ['a blackhole in the pod', 'tcp', '10.3.0.1', 80, 'EINVAL', 'at once'],
    ['a prohibit route in the pod', 'tcp', '10.3.0.2', 80, 'EACCES', 'at once'],
    ['an unreachable route in the pod', 'tcp', '10.3.0.3', 80, 'EHOSTUNREACH', 'at once'],
    ['a prohibit route on the node', 'tcp', '10.2.3.2', 80, 'EHOSTUNREACH', 'at once'],
    ['an unreachable route on the node', 'tcp', '10.2.3.3', 80, 'EHOSTUNREACH', 'at once'],
    ['nobody has the address', 'tcp', '10.1.0.99', 80, 'EHOSTUNREACH', 'after 3 s'],
    ['nobody has the address, behind the node', 'tcp', '10.2.0.99', 80, 'EHOSTUNREACH', 'after 3 s'],
    ['nobody has the address (IPv6)', 'tcp', 'fd00:1::99', 80, 'EHOSTUNREACH', 'after 3 s'],
    ['a blackhole on the node', 'tcp', '10.2.3.1', 80, 'timeout', 'after 5 s'],
    ['dropped', 'tcp', '10.2.0.2', 7009, 'timeout', 'after 5 s'],
    ['a server answers', 'udp', '10.2.0.2', 8125, 'connected', 'at once'],
    ['nothing is bound', 'udp', '10.2.0.2', 81, 'ECONNREFUSED', 'at once'],
    ['the pod has no route', 'udp', '10.9.0.1', 80, 'ENETUNREACH', 'at once'],
    ['a blackhole in the pod', 'udp', '10.3.0.1', 80, 'EINVAL', 'at once'],
    ['dropped', 'udp', '10.2.0.2', 7009, 'no-reply', 'after 5 s'],
  ]

describe('a real client sees what faults.md says', () => {
  let measurements: readonly Measurement[]
  beforeAll(async () => {
    let routingErrors = 0
    const requests = ROWS.map(([why, protocol, address, port]) => {
      // The kernel allows few of them one after another, whatever icmp_ratelimit says (ip_error()).
      const afterMs = /the node has no route|route on the node/.test(why) ? 2_200 * routingErrors++ : 0
      return { from: 'pod', to: { address, port, protocol }, afterMs }
    })
    measurements = await probeConnections(file, requests)
  })

  it.each(ROWS.map((row, index) => [index, ...row] as const))(
    '%i: %s, %s %s:%i: %s %s',
    (index, _why, protocol, address, port, outcome, delay) => {
      const measurement = measurements[index]
      expect(measurement).toMatchObject({ from: 'pod', to: { address, port, protocol }, status: 'run', outcome })
      expect(delayClass(measurement?.delayMs ?? -1)).toBe(delay)
    },
  )

  it('asks three times, a second apart and each from another port, before it says time-out', () => {
    const measurement = measurements[ROWS.findIndex(([why]) => why === 'dropped')]
    expect(measurement?.attempts.map(({ outcome }) => outcome)).toEqual(['timeout', 'timeout', 'timeout'])
    expect(measurement?.attempts.map(({ delayMs }) => Math.round(delayMs / 1000))).toEqual([5, 4, 3])
    expect(new Set(measurement?.sourcePorts).size).toBe(3)
  })

  it('asks once where the kernel has answered', () => {
    const measurement = measurements[ROWS.findIndex(([why]) => why === 'nothing listens')]
    expect(measurement?.attempts).toHaveLength(1)
    expect(measurement?.sourcePorts).toHaveLength(1)
  })
})

/** An ICMP error that comes while connect() still holds the socket is passed over (sk_err_soft in tcp_v4_err() and tcp_v6_err()), and
 *  the next SYN, a second later, brings it again: rarely so with IPv4, always with IPv6 where both ends are on one machine. */
function delayClass(delayMs: number): Delay {
  return delayMs < 1_500 ? 'at once' : delayMs < 4_500 ? 'after 3 s' : 'after 5 s'
}

it('takes the source port that it is given', async () => {
  const to = { address: '10.2.0.2', port: 5432, protocol: 'tcp' } as const
  const [measurement] = await probeConnections(file, [{ from: 'pod', to, fromPort: 41_234 }])
  expect(measurement).toMatchObject({ outcome: 'connected', sourcePorts: [41_234] })
})

it('begins a connection as late as it is told to', async () => {
  const to = { address: '10.2.0.2', port: 5432, protocol: 'tcp' } as const
  const start = performance.now()
  const times: number[] = []
  const onResult = (): unknown => times.push(performance.now() - start)
  const requests = [
    { from: 'pod', to },
    { from: 'pod', to, afterMs: 1_200 },
  ]
  const measurements = await probeConnections(file, requests, { onResult })
  expect(measurements.map(({ outcome }) => outcome)).toEqual(['connected', 'connected'])
  expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(1_000)
  expect(measurements[1]?.delayMs).toBeLessThan(1_000)
})

it('says why a client could not be entered, and measures the others', async () => {
  const to = { address: '10.2.0.2', port: 5432, protocol: 'tcp' } as const
  const gone = { ...file, namespaces: [...file.namespaces, real.entry('gone', 'pod', { path: '/nowhere/gone' })] }
  const measurements = await probeConnections(gone, [
    { from: 'gone', to },
    { from: 'nobody', to },
    { from: 'pod', to },
  ])
  expect(measurements.map(({ status, outcome, why }) => ({ status, outcome, why }))).toEqual([
    {
      status: 'not-run',
      outcome: null,
      why: 'Cannot open the network namespace of gone (/nowhere/gone): there is no such file. The network is gone, or the network file is older than it.',
    },
    { status: 'not-run', outcome: null, why: 'there is no namespace nobody in this network' },
    { status: 'run', outcome: 'connected', why: null },
  ])
})

it('ends at once, with everything it started, when it is told to', async () => {
  const abort = new AbortController()
  const to = { address: '10.2.0.2', port: 7009, protocol: 'tcp' } as const
  const running = probeConnections(file, [{ from: 'pod', to }], { signal: abort.signal })
  setTimeout(300).then(() => abort.abort(new Error('interrupted')))
  const start = performance.now()
  await expect(running).rejects.toThrow('interrupted')
  expect(performance.now() - start).toBeLessThan(1_000)
})

it('ends by itself when the program that started it was killed', async () => {
  // In a namespace without any link, and waiting before its first try.
  const target = { address: '10.2.0.2', port: 80, protocol: 'tcp', fromPort: null, afterMs: 30_000 }
  const shell = spawn(
    'unshare',
    ['-Urn', 'sh', '-c', '"$0" "$1" <&3 & echo $!; wait', process.execPath, clientProgram],
    {
      stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
    },
  )
  const input = shell.stdio[3] as Writable
  input.end(JSON.stringify({ kind: 'connections', targets: [target], timeoutMs: 5_000 }))
  const [line] = (await once(shell.stdout as Readable, 'data')) as [Buffer]
  const probe = Number(line.toString())
  await setTimeout(500)
  expect(await isRunning(probe)).toBe(true)
  shell.kill('SIGKILL')
  await expect.poll(() => isRunning(probe), { timeout: 5_000 }).toBe(false)
})

async function isRunning(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
  return status !== null && !/\) [ZX] /.test(status)
}
