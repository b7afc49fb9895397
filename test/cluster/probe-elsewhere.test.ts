// Clients tried by one command inside a node against the same clients tried from this machine as root: they see the same.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Engine } from '../../src/collect/docker/engine.ts'
import { openEngine } from '../../src/collect/docker/open-engine.ts'
import { readNode } from '../../src/collect/nodes/read-node.ts'
import type { RunElsewhere } from '../../src/enter/run-elsewhere.ts'
import type { Measurement, NameMeasurement } from '../../src/model/measurement.ts'
import type { NetworkFile } from '../../src/model/network-file.ts'
import type { Protocol } from '../../src/model/packet.ts'
import type { ClientElsewhere } from '../../src/probe/elsewhere/client-elsewhere.ts'
import { probeConnectionsElsewhere } from '../../src/probe/elsewhere/probe-connections-elsewhere.ts'
import { probeNamesElsewhere } from '../../src/probe/elsewhere/probe-names-elsewhere.ts'
import { type ConnectionRequest, probeConnections } from '../../src/probe/probe-connections.ts'
import { probeNames } from '../../src/probe/probe-names.ts'
import { startBareNode } from './bare-node.ts'
import { docker, nodeImage, removeContainers, runContainer } from './docker-command.ts'
import { clientsOf, listed, networkFile, type Pod, removePods, startPods } from './node-clients.ts'
import { kubectl } from './outside-services.ts'

const SPACE = 'fairlead-test-probes'
const TARGET = 'fairlead-test-target'
const BARE = 'fairlead-test-client'
/** More addresses than a datagram of DNS holds. */
const MANY = 60

/** Answers on UDP port 8125; listens on TCP port 5432. */
const SERVERS = `
perl -MIO::Socket::INET -e '$s = IO::Socket::INET->new(LocalPort => 8125, Proto => "udp") or die; while (defined($s->recv(my $text, 9000))) { $s->send($text) }' &
perl -MIO::Socket::INET -e '$s = IO::Socket::INET->new(LocalPort => 5432, Listen => 50) or die; while (my $c = $s->accept) { print $c "hello"; close $c }' &
echo 0 >/proc/sys/net/ipv4/icmp_ratelimit
for p in tcp udp; do iptables -A INPUT -p $p --dport 7009 -j DROP; done
iptables -A INPUT -p tcp --dport 7003 -j REJECT --reject-with icmp-host-unreachable
iptables -A INPUT -p tcp --dport 7006 -j REJECT --reject-with icmp-net-unreachable
iptables -A INPUT -p tcp --dport 7008 -j REJECT --reject-with icmp-proto-unreachable
exec sleep infinity`

let engine: Engine
let file: NetworkFile
let node = ''
let pod = ''
let clients: ClientElsewhere[]
let target = ''
let nobody = ''

beforeAll(async () => {
  engine = await openEngine()
  removePods(SPACE)
  await removeContainers(TARGET)
  startPods(SPACE, 'registry.k8s.io/pause:3.10.1')
  await runContainer(TARGET, '--privileged', '--network', 'kind', await nodeImage(), '-c', SERVERS)
  target = await docker('inspect', '--format', '{{.NetworkSettings.Networks.kind.IPAddress}}', TARGET)
  nobody = target.replace(/\.\d+$/, '.249')
  applyManyAddresses()
  const own = listed<Pod>('pods', '-n', SPACE)[0]
  node = own?.spec.nodeName ?? ''
  pod = `${SPACE}/${own?.metadata.name}`
  file = await networkFile(engine)
  clients = clientsOf(await readNode(engine.runIn(node), { name: node }))
})
afterAll(async () => {
  removePods(SPACE)
  await removeContainers(TARGET)
  await removeContainers(BARE)
})

function applyManyAddresses(): void {
  const spec = { clusterIP: 'None', ports: [{ port: 80 }] }
  const endpoints = Array.from({ length: MANY }, (_, index) => ({ addresses: [`192.168.77.${index + 1}`] }))
  const labels = { 'kubernetes.io/service-name': 'many' }
  const metadata = { name: 'many', namespace: SPACE }
  const items = [
    { apiVersion: 'v1', kind: 'Service', metadata, spec },
    {
      ...{ apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata: { ...metadata, labels } },
      ...{ addressType: 'IPv4', ports: [{ port: 80 }], endpoints },
    },
  ]
  kubectl(['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }))
}

type Row = readonly [why: string, protocol: Protocol, address: () => string, port: number, outcome: string]
const ROWS: readonly Row[] = [
  ['a server listens', 'tcp', () => target, 5432, 'connected'],
  ['nothing listens', 'tcp', () => target, 81, 'ECONNREFUSED'],
  ['dropped', 'tcp', () => target, 7009, 'timeout'],
  ['rejected, host unreachable', 'tcp', () => target, 7003, 'EHOSTUNREACH'],
  ['rejected, net unreachable', 'tcp', () => target, 7006, 'ENETUNREACH'],
  ['rejected, protocol unreachable', 'tcp', () => target, 7008, 'ENOPROTOOPT'],
  ['nobody has the address', 'tcp', () => nobody, 80, 'EHOSTUNREACH'],
  ['an address of no use', 'tcp', () => '255.255.255.255', 80, 'ENETUNREACH'],
  ['a server answers', 'udp', () => target, 8125, 'connected'],
  ['nothing is bound', 'udp', () => target, 81, 'ECONNREFUSED'],
  ['dropped', 'udp', () => target, 7009, 'no-reply'],
]
const requestsFrom = (from: string): ConnectionRequest[] =>
  ROWS.map(([, protocol, address, port]) => ({ from, to: { protocol, address: address(), port } }))

/** Delays are of one class when they are as long, but for what a shared machine adds. Where a neighbour is given up, the kernel tells all
 *  tries at once, of which each has waited for another time. */
function seen(measurements: readonly Measurement[]): object[] {
  return measurements.map(({ from, to, status, why, outcome, delayMs, attempts, sourcePorts }) => ({
    ...{ from, to, status, why, outcome },
    delay:
      delayMs === null || to.address === nobody
        ? null
        : delayMs < 1_500
          ? 'at once'
          : delayMs < 4_500
            ? 'after 3 s'
            : 'after 5 s',
    attempts: attempts.map((attempt) => attempt.outcome),
    sourcePorts: new Set(sourcePorts).size,
  }))
}

describe('connections', () => {
  it('of a pod without anything in it, and of its node, end the same both ways', async () => {
    const requests = [...requestsFrom(pod), ...requestsFrom(node)]
    const inside = await probeConnectionsElsewhere(engine.runIn(node), clients, requests)
    expect(inside.map(({ outcome }) => outcome)).toEqual([...ROWS, ...ROWS].map(([, , , , outcome]) => outcome))
    expect(seen(inside)).toEqual(seen(await probeConnections(file, requests)))
  })

  it('of IPv6 do too', async () => {
    const requests = [{ from: pod, to: { address: 'fd00:9::1', port: 80, protocol: 'tcp' } as const }]
    const inside = await probeConnectionsElsewhere(engine.runIn(node), clients, requests)
    expect(seen(inside)).toEqual(seen(await probeConnections(file, requests)))
    expect(inside[0]?.outcome).toBe('ENETUNREACH')
  })

  it('take the source port that they are given, and tell it', async () => {
    const to = { address: target, port: 5432, protocol: 'tcp' } as const
    const [measured] = await probeConnectionsElsewhere(engine.runIn(node), clients, [
      { from: pod, to, fromPort: 41_987 },
    ])
    expect(measured).toMatchObject({ outcome: 'connected', sourcePorts: [41_987] })
  })

  it('are told as they end, by one command for all', async () => {
    let commands = 0
    const run = engine.runIn(node)
    const counting: RunElsewhere = (argv, options) => {
      commands += 1
      return run(argv, options)
    }
    const times: number[] = []
    const start = performance.now()
    const requests = [...requestsFrom(pod).slice(0, 3), ...requestsFrom(node).slice(0, 3)]
    const onResult = (_: Measurement, index: number): void => {
      times[index] = performance.now() - start
    }
    await probeConnectionsElsewhere(counting, clients, requests, { onResult })
    expect(commands).toBe(1)
    expect(times.map((time) => Math.floor(time / 4_000))).toEqual([0, 0, 1, 0, 0, 1])
  })

  it('of clients that are gone or unknown are not run, and the others are', async () => {
    const gone = { name: 'gone', netns: '/var/run/netns/gone', resolvConf: null, hosts: null }
    const to = { address: target, port: 5432, protocol: 'tcp' } as const
    const requests = ['gone', 'stranger', pod].map((from) => ({ from, to }))
    const odd = { from: pod, to: { ...to, address: 'db\nc 0' } }
    const measured = await probeConnectionsElsewhere(engine.runIn(node), [...clients, gone], [...requests, odd])
    expect(measured.map(({ outcome, why }) => outcome ?? why)).toEqual([
      expect.stringMatching(/^the probe failed in gone: .*\/var\/run\/netns\/gone: No such file/),
      'there is no client stranger on this node',
      'connected',
      '"db\\nc 0" is no IP address',
    ])
  })

  it('leave nothing behind when they are aborted', async () => {
    const abort = new AbortController()
    const running = probeConnectionsElsewhere(engine.runIn(node), clients, requestsFrom(pod), {
      signal: abort.signal,
      onResult: () => abort.abort(new Error('interrupted')),
    })
    await expect(running).rejects.toThrow('interrupted')
    expect(await docker('top', node, '-eo', 'pid,args')).not.toMatch(/perl|fairlead/)
  })
})

/** Serial numbers and the like differ from answer to answer. */
function told(measurements: readonly NameMeasurement[]): object[] {
  return measurements.map(({ from, name, outcome, addresses, queries, again }) => ({
    ...{ from, name, outcome },
    addresses: addresses.toSorted(),
    queries: queries.map(({ query, type, server, rcode, error, answers, authority }) => ({
      ...{ query, type, server, rcode, error },
      answers: answers.map((answer) => `${answer.name} ${answer.type} ${answer.data}`).sort(),
      authority: authority.map((soa) => `${soa.name} ${soa.type}`),
    })),
    again: again.map(({ query, type, rcode }) => `${query} ${type} ${rcode}`),
  }))
}

describe('names', () => {
  it('asked in a pod without anything in it are told the same both ways', async () => {
    const hostname = pod.replace(/.*\//, '')
    const written = ['kubernetes.default', `nope.${SPACE}.svc.cluster.local.`, 'many', hostname, '10.1.2.3']
    const requests = [...written, 'a b', `${'x'.repeat(70)}.example.`].map((name) => ({ from: pod, name }))
    const again = ({ name }: NameMeasurement): boolean => name === 'kubernetes.default'
    const inside = await probeNamesElsewhere(engine.runIn(node), clients, requests, { again })
    expect(inside.map(({ outcome }) => outcome).slice(0, 5)).toEqual([
      'resolved',
      'EAI_NONAME',
      'resolved',
      'resolved',
      'resolved',
    ])
    expect(inside[2]?.addresses).toHaveLength(MANY)
    expect(inside[2]?.queries[0]?.answers).toHaveLength(MANY)
    expect(inside[0]?.again.map(({ type, rcode }) => `${type} ${rcode}`)).toEqual([
      'A NXDOMAIN',
      'SRV NXDOMAIN',
      'A NOERROR',
      'SRV NOERROR',
    ])
    for (const { afterMs } of inside[0]?.again ?? []) expect(afterMs).toBeGreaterThan(1_000)
    expect(told(inside)).toEqual(told(await probeNames(file, requests, { again })))
  })

  it('that nobody answers end the same', async () => {
    const silent = { ...clients.find(({ name }) => name === pod), name: 'silent', hosts: '' }
    const resolvConf = `nameserver ${target}\noptions timeout:1 attempts:1\n`
    const client = { ...silent, netns: silent.netns ?? null, resolvConf }
    const [measured] = await probeNamesElsewhere(engine.runIn(node), [client], [{ from: 'silent', name: 'db.example' }])
    expect(measured).toMatchObject({ outcome: 'EAI_AGAIN', addresses: [] })
    expect(measured?.queries.map(({ error }) => error)).toEqual(['ECONNREFUSED', 'ECONNREFUSED'])
  })
})

describe('a node without Perl', () => {
  const words: string[] = []
  let requests: ConnectionRequest[]
  let run: RunElsewhere
  const client = { name: 'bare', netns: null, resolvConf: '', hosts: '' }

  beforeAll(async () => {
    const shell = await startBareNode(BARE, '--network', 'kind')
    await shell('rm -f $(command -v perl)')
    run = engine.runIn(BARE)
    requests = requestsFrom('bare')
  })

  it('has bash as client: it sees the same, without source ports', async () => {
    const inside = await probeConnectionsElsewhere(run, [client], requests)
    const pid = Number(await docker('inspect', '--format', '{{.State.Pid}}', BARE))
    const entry = {
      ...{ name: 'bare', role: 'node' as const, node: null, path: null, resolvConf: null, hosts: null },
      pid,
    } as const
    const outside = await probeConnections({ ...file, namespaces: [entry] }, requests)
    expect(inside.map(({ sourcePorts }) => sourcePorts)).toEqual(ROWS.map(() => []))
    const withoutPorts = (all: readonly Measurement[]): object[] =>
      seen(all.map((one) => ({ ...one, sourcePorts: [] })))
    expect(withoutPorts(inside)).toEqual(withoutPorts(outside))
  })

  it('asks for no names, and without bash too for nothing', async () => {
    const onNotRun = (from: string, why: string): unknown => words.push(`${from}: ${why}`)
    await probeNamesElsewhere(run, [client], [{ from: 'bare', name: 'db' }], { onNotRun })
    expect(words).toEqual(['bare: no names can be asked in bare: there is no perl on its node'])
    await docker('exec', BARE, 'rm', '/usr/bin/timeout')
    const [measured] = await probeConnectionsElsewhere(run, [client], requests)
    expect(measured).toMatchObject({
      status: 'not-run',
      why: 'no client could be run in bare: its node has neither perl nor bash, with timeout and dd, that can connect',
    })
  })
})
