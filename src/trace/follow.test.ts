// Where packets of a small network end, and what their client is told.
import { describe, expect, it } from 'vitest'
import { podNodeHost, type SmallNetwork } from '../../test/small-network.ts'
import type { Rule, Ruleset, Statement } from '../model/ruleset.ts'
import { compile } from './compile.ts'
import type { Flow } from './flow.ts'
import { follow } from './follow.ts'

const flow: Flow = { from: 'pod', protocol: 'tcp', destination: '172.18.0.1', destinationPort: 5432 }

function ends(network: SmallNetwork, changes: Partial<Flow> = {}): string[] {
  return follow(compile(network.snapshot()), { ...flow, ...changes }).map((path) => {
    const { kind, at, reason } = path.verdict
    return `${kind} at ${at.stage} ${at.namespace} (${reason.kind}); client ${path.client.outcome}`
  })
}

function filter(hook: 'forward' | 'input' | 'output', ...statements: Statement[]): Ruleset {
  return table('filter', hook, 'filter', 0, statements)
}

function table(
  name: string,
  hook: 'prerouting' | 'postrouting' | 'forward' | 'input' | 'output',
  type: 'filter' | 'nat',
  priority: number,
  statements: Statement[],
): Ruleset {
  const rule: Rule = { number: 1, handle: null, text: `-A ${hook}`, comment: null, statements }
  const chain = {
    name: hook.toUpperCase(),
    base: { hook, type, priority, policy: 'accept' as const, device: null },
    rules: [rule],
  }
  return { backend: 'iptables-nft', tables: [{ family: 'ip', name, chains: [chain], sets: [] }] }
}

function toPort(port: number): Statement {
  const elements = [[{ kind: 'exact' as const, value: String(port) }]]
  const fields = [{ name: 'port.destination' as const, mask: null }]
  return { kind: 'match', match: { kind: 'compare', fields, negated: false, values: { kind: 'inline', elements } } }
}

const drop: Statement = { kind: 'verdict', verdict: { kind: 'drop' } }

describe('a pod dials a server on the host', () => {
  it('is delivered, and the answer comes back', () => {
    const [path] = follow(compile(podNodeHost().listen('host', '0.0.0.0', 5432).snapshot()), flow)
    expect(path?.verdict.kind).toBe('delivered')
    expect(path?.reply?.verdict).toMatchObject({
      kind: 'delivered',
      at: { namespace: 'pod' },
      reason: { kind: 'client-receives' },
    })
    expect(path?.client).toEqual({ outcome: 'connected', delayMs: { min: 0, max: 50 } })
    expect(path?.hops.map((hop) => `${hop.stage} ${hop.namespace}`)).toEqual([
      '1 pod',
      '2 node',
      '4 node',
      '5 node',
      '4 node',
      '6 host',
      '7 host',
    ])
  })

  it('is refused where only 127.0.0.1 listens', () => {
    expect(ends(podNodeHost().listen('host', '127.0.0.1', 5432))).toEqual([
      'refused at 7 host (nothing-listens); client ECONNREFUSED',
    ])
  })

  it('the reset that refuses it comes back on its own way', () => {
    const [path] = follow(compile(podNodeHost().snapshot()), flow)
    expect(path?.reply?.hops.map((hop) => hop.namespace)).toEqual(['host', 'node', 'node', 'node', 'node', 'pod'])
    expect(path?.reply?.verdict).toMatchObject({
      kind: 'delivered',
      at: { namespace: 'pod' },
      reason: { kind: 'error-returned' },
    })
  })

  it('a dual-stack socket takes IPv4', () => {
    expect(ends(podNodeHost().listen('host', '::', 5432))).toEqual([
      'delivered at 7 host (socket-accepts); client connected',
    ])
  })

  it('is not determined where two answer for the address', () => {
    const twin = podNodeHost()
      .listen('host', '0.0.0.0', 5432)
      .namespace('twin', 'container')
      .veth(['twin', 'eth0'], ['host', 'v-twin', 'br0'])
      .address('twin', 'eth0', '172.18.0.1/16')
    expect(ends(twin)).toEqual(['undetermined at 5 node (address-claimed-twice); client null'])
  })

  it('a full backlog drops the SYN', () => {
    const network = podNodeHost().listen('host', '0.0.0.0', 5432, 'tcp', { length: 2, limit: 1 })
    expect(ends(network)).toEqual(['dropped at 7 host (backlog-full); client timeout'])
  })

  it('a closed UDP port is refused, an open one is taken to answer', () => {
    expect(ends(podNodeHost(), { protocol: 'udp' })).toEqual([
      'refused at 7 host (nothing-listens); client ECONNREFUSED',
    ])
    expect(ends(podNodeHost().listen('host', '0.0.0.0', 5432, 'udp'), { protocol: 'udp' })).toEqual([
      'delivered at 7 host (socket-accepts); client connected',
    ])
  })
})

describe('routes that block', () => {
  it.each([
    ['blackhole', 'pod', 'dropped at 1 pod (route-blocks); client EINVAL'],
    ['prohibit', 'pod', 'unreachable at 1 pod (route-blocks); client EACCES'],
    ['unreachable', 'pod', 'unreachable at 1 pod (route-blocks); client EHOSTUNREACH'],
    ['throw', 'pod', 'unreachable at 1 pod (route-blocks); client ENETUNREACH'],
    ['blackhole', 'node', 'dropped at 5 node (route-blocks); client timeout'],
    ['prohibit', 'node', 'unreachable at 5 node (route-blocks); client EHOSTUNREACH'],
    ['unreachable', 'node', 'unreachable at 5 node (route-blocks); client EHOSTUNREACH'],
    ['throw', 'node', 'unreachable at 5 node (route-blocks); client ENETUNREACH'],
  ] as const)('%s in the %s', (type, where, expected) => {
    const network = podNodeHost().route(where, '172.18.0.1/32', null, null, type)
    expect(ends(network)).toEqual([expected])
  })

  it('no route at all is ENETUNREACH', () => {
    expect(ends(podNodeHost(), { destination: '10.99.0.1' })).toEqual([
      'unreachable at 6 host (no-route); client ENETUNREACH',
    ])
  })
})

it('an address that nobody has is EHOSTUNREACH after three seconds', () => {
  const [path] = follow(compile(podNodeHost().snapshot()), { ...flow, destination: '172.18.0.77' })
  expect(path?.verdict).toMatchObject({
    kind: 'unreachable',
    at: { stage: 5, namespace: 'node' },
    reason: { kind: 'neighbour-unanswered', asGateway: false },
  })
  expect(path?.client).toEqual({ outcome: 'EHOSTUNREACH', delayMs: { min: 2000, max: 4550 } })
})

it('a node that does not forward is silent', () => {
  const network = podNodeHost().sysctl('node', 'net.ipv4.conf.cni0.forwarding', '0')
  expect(ends(network)).toEqual(['dropped at 5 node (forwarding-off); client timeout'])
})

it('a strict reverse-path filter drops what came by the wrong link', () => {
  const network = podNodeHost()
    .sysctl('host', 'net.ipv4.conf.all.rp_filter', '1')
    .route('host', '10.244.1.10/32', null, null, 'unreachable')
  expect(ends(network)).toEqual(['dropped at 6 host (martian-source); client timeout'])
})

describe('netfilter', () => {
  it('a drop in FORWARD of the node', () => {
    expect(ends(podNodeHost().rules('node', filter('forward', drop)))).toEqual([
      'dropped at 4 node (rule-drops); client timeout',
    ])
  })

  it.each([
    ['port-unreachable', 'ECONNREFUSED'],
    ['admin-prohibited', 'EHOSTUNREACH'],
    ['net-unreachable', 'ENETUNREACH'],
    ['tcp-reset', 'ECONNREFUSED'],
    ['protocol-unreachable', 'ENOPROTOOPT'],
  ] as const)('REJECT with %s is %s for the client', (kind, errno) => {
    const network = podNodeHost()
      .listen('host', '0.0.0.0', 5432)
      .rules('host', filter('input', { kind: 'reject', with: kind }))
    expect(ends(network)).toEqual([`rejected at 6 host (rule-rejects); client ${errno}`])
  })

  it('where iptables-legacy and nftables both end a packet, and differently, nobody can tell which was asked', () => {
    const legacy = {
      ...filter('forward', { kind: 'reject', with: 'port-unreachable' }),
      backend: 'iptables-legacy' as const,
    }
    const both = podNodeHost().rules('node', filter('forward', drop)).rules('node', legacy)
    expect(ends(both)).toEqual(['undetermined at 4 node (unsupported); client null'])
    const alike = podNodeHost()
      .rules('node', filter('forward', drop))
      .rules('node', { ...filter('forward', drop), backend: 'iptables-legacy' as const })
    expect(ends(alike)).toEqual(['dropped at 4 node (rule-drops); client timeout'])
  })

  it('a reset from the node reaches the client, though it bears an address that the node does not have', () => {
    const network = podNodeHost().rules('node', filter('forward', { kind: 'reject', with: 'tcp-reset' }))
    expect(ends(network)).toEqual(['rejected at 4 node (rule-rejects); client ECONNREFUSED'])
  })

  it('a drop of the reply leaves the request delivered', () => {
    const network = podNodeHost().listen('host', '0.0.0.0', 5432).rules('host', filter('output', drop))
    const [path] = follow(compile(network.snapshot()), flow)
    expect(path?.verdict.kind).toBe('delivered')
    expect(path?.reply?.verdict).toMatchObject({ kind: 'dropped', at: { stage: 6, namespace: 'host' } })
    expect(path?.client.outcome).toBe('timeout')
  })

  it('DNAT happens before the routing decision, and the answer comes from the address dialled', () => {
    const nat: Statement = {
      kind: 'nat',
      nat: {
        kind: 'dnat',
        family: 4,
        address: { from: '172.18.0.1', to: '172.18.0.1' },
        ports: { from: 5432, to: 5432 },
        flags: [],
      },
    }
    const network = podNodeHost()
      .listen('host', '0.0.0.0', 5432)
      .rules('node', table('nat', 'prerouting', 'nat', -100, [nat]))
    const [path] = follow(compile(network.snapshot()), { ...flow, destination: '10.96.0.20', destinationPort: 80 })
    expect(path?.client.outcome).toBe('connected')
    expect(path?.arrived).toMatchObject({ destination: '172.18.0.1', destinationPort: 5432 })
  })

  it('without masquerade and without a way back the answer is lost', () => {
    const nat: Statement = {
      kind: 'nat',
      nat: { kind: 'masquerade', family: 4, address: null, ports: null, flags: [] },
    }
    const lost = podNodeHost().listen('host', '0.0.0.0', 5432).route('host', '10.244.1.0/25', null, null, 'unreachable')
    expect(follow(compile(lost.snapshot()), flow)[0]?.client.outcome).toBe('timeout')
    const mended = lost.rules('node', table('nat', 'postrouting', 'nat', 100, [nat]))
    const [path] = follow(compile(mended.snapshot()), flow)
    expect(path?.arrived.source).toBe('172.18.0.2')
    expect(path?.client.outcome).toBe('connected')
  })

  it('an unknown match on the way is undetermined at that very rule', () => {
    const unknown: Statement = { kind: 'match', match: { kind: 'unsupported', text: '-m bpf' } }
    const [path] = follow(
      compile(
        podNodeHost()
          .rules('node', filter('forward', unknown, drop))
          .snapshot(),
      ),
      flow,
    )
    expect(path?.verdict).toMatchObject({
      kind: 'undetermined',
      at: { stage: 4, namespace: 'node' },
      reason: { kind: 'unsupported-rule', rule: 'node#rule/iptables-nft/ip/filter/FORWARD/1' },
    })
    expect(path?.client.outcome).toBeNull()
  })

  it('an unknown match is passed over where another match fails', () => {
    const unknown: Statement = { kind: 'match', match: { kind: 'unsupported', text: '-m bpf' } }
    const network = podNodeHost()
      .listen('host', '0.0.0.0', 5432)
      .rules('node', filter('forward', unknown, toPort(80), drop))
    expect(ends(network)).toEqual(['delivered at 7 host (socket-accepts); client connected'])
  })

  it('a cause told to be mended shows the one behind it', () => {
    const network = compile(
      podNodeHost().listen('host', '127.0.0.1', 5432).rules('node', filter('forward', drop)).snapshot(),
    )
    const [path] = follow(network, flow, { mended: new Set(['rule:node#rule/iptables-nft/ip/filter/FORWARD/1']) })
    expect(path?.verdict).toMatchObject({ kind: 'refused', at: { stage: 7, namespace: 'host' } })
    expect(path?.mended).toEqual(['rule:node#rule/iptables-nft/ip/filter/FORWARD/1'])
  })

  it('statistic splits a flow into ways with their shares', () => {
    const half: Statement = { kind: 'match', match: { kind: 'random', probability: 0.25 } }
    const paths = follow(
      compile(
        podNodeHost()
          .listen('host', '0.0.0.0', 5432)
          .rules('node', filter('forward', toPort(5432), half, drop))
          .snapshot(),
      ),
      flow,
    )
    expect(paths.map((path) => [path.share, path.client.outcome])).toEqual([
      [0.25, 'timeout'],
      [0.75, 'connected'],
    ])
  })
})
