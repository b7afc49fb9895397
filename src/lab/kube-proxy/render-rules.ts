// Service ports as the rules that kube-proxy's iptables mode writes on a node (pkg/proxy/iptables/proxier.go of Kubernetes 1.34).
import { createHash } from 'node:crypto'
import type { Family } from '../../model/packet.ts'
import type { ProxiedEndpoint, ProxiedPort } from './service-ports.ts'

export interface ProxyRules {
  /** Chains per table, in the order of writing; all of them are emptied before their rules are written. */
  readonly chains: Readonly<Record<ProxyTable, readonly string[]>>
  readonly rules: Readonly<Record<ProxyTable, readonly string[]>>
  /** What joins them to the built-in chains: inserted at the top where it is missing. */
  readonly jumps: readonly Jump[]
}

export type ProxyTable = 'nat' | 'filter'

export interface Jump {
  readonly table: ProxyTable
  readonly chain: string
  /** As iptables-save prints what follows `-A CHAIN`. */
  readonly rule: string
}

export function renderProxyRules(
  ports: readonly ProxiedPort[],
  node: string,
  podCidr: string,
  family: Family,
): ProxyRules {
  const services = ports.map((port) => renderService(port, node, podCidr, family))
  return {
    chains: {
      nat: [
        'KUBE-SERVICES',
        'KUBE-NODEPORTS',
        'KUBE-POSTROUTING',
        'KUBE-MARK-MASQ',
        ...services.flatMap((service) => service.chains),
      ],
      filter: [
        'KUBE-NODEPORTS',
        'KUBE-SERVICES',
        'KUBE-EXTERNAL-SERVICES',
        'KUBE-FORWARD',
        'KUBE-PROXY-FIREWALL',
        ...(family === 4 ? ['KUBE-FIREWALL'] : []),
      ],
    },
    rules: {
      nat: [
        '-A KUBE-POSTROUTING -m mark ! --mark 0x4000/0x4000 -j RETURN',
        '-A KUBE-POSTROUTING -j MARK --xor-mark 0x4000',
        '-A KUBE-POSTROUTING -m comment --comment "kubernetes service traffic requiring SNAT" -j MASQUERADE --random-fully',
        '-A KUBE-MARK-MASQ -j MARK --or-mark 0x4000',
        ...services.flatMap((service) => service.nat),
        '-A KUBE-SERVICES -m comment --comment "kubernetes service nodeports; NOTE: this must be the last rule in this chain" -m addrtype --dst-type LOCAL -j KUBE-NODEPORTS',
      ],
      filter: [
        ...(family === 4 ? [martianRule] : []),
        ...services.flatMap((service) => service.filter),
        '-A KUBE-FORWARD -m conntrack --ctstate INVALID -j DROP',
        '-A KUBE-FORWARD -m comment --comment "kubernetes forwarding rules" -m mark --mark 0x4000/0x4000 -j ACCEPT',
        '-A KUBE-FORWARD -m comment --comment "kubernetes forwarding conntrack rule" -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
      ],
    },
    jumps: family === 4 ? [...jumps, ...kubeletJumps] : jumps,
  }
}

const ctNew = '-m conntrack --ctstate NEW'

/** In the order in which they stand in their chain. */
const jumps: readonly Jump[] = [
  { table: 'nat', chain: 'PREROUTING', rule: '-m comment --comment "kubernetes service portals" -j KUBE-SERVICES' },
  { table: 'nat', chain: 'OUTPUT', rule: '-m comment --comment "kubernetes service portals" -j KUBE-SERVICES' },
  {
    table: 'nat',
    chain: 'POSTROUTING',
    rule: '-m comment --comment "kubernetes postrouting rules" -j KUBE-POSTROUTING',
  },
  {
    table: 'filter',
    chain: 'INPUT',
    rule: `${ctNew} -m comment --comment "kubernetes load balancer firewall" -j KUBE-PROXY-FIREWALL`,
  },
  {
    table: 'filter',
    chain: 'INPUT',
    rule: '-m comment --comment "kubernetes health check service ports" -j KUBE-NODEPORTS',
  },
  {
    table: 'filter',
    chain: 'INPUT',
    rule: `${ctNew} -m comment --comment "kubernetes externally-visible service portals" -j KUBE-EXTERNAL-SERVICES`,
  },
  {
    table: 'filter',
    chain: 'FORWARD',
    rule: `${ctNew} -m comment --comment "kubernetes load balancer firewall" -j KUBE-PROXY-FIREWALL`,
  },
  { table: 'filter', chain: 'FORWARD', rule: '-m comment --comment "kubernetes forwarding rules" -j KUBE-FORWARD' },
  {
    table: 'filter',
    chain: 'FORWARD',
    rule: `${ctNew} -m comment --comment "kubernetes service portals" -j KUBE-SERVICES`,
  },
  {
    table: 'filter',
    chain: 'FORWARD',
    rule: `${ctNew} -m comment --comment "kubernetes externally-visible service portals" -j KUBE-EXTERNAL-SERVICES`,
  },
  {
    table: 'filter',
    chain: 'OUTPUT',
    rule: `${ctNew} -m comment --comment "kubernetes load balancer firewall" -j KUBE-PROXY-FIREWALL`,
  },
  {
    table: 'filter',
    chain: 'OUTPUT',
    rule: `${ctNew} -m comment --comment "kubernetes service portals" -j KUBE-SERVICES`,
  },
]

/** KUBE-FIREWALL is kubelet's (pkg/kubelet/kubelet_network_linux.go), IPv4 only. */
const kubeletJumps: readonly Jump[] = [
  { table: 'filter', chain: 'INPUT', rule: '-j KUBE-FIREWALL' },
  { table: 'filter', chain: 'OUTPUT', rule: '-j KUBE-FIREWALL' },
]
const martianRule =
  '-A KUBE-FIREWALL ! -s 127.0.0.0/8 -d 127.0.0.0/8 -m comment --comment "block incoming localnet connections" -m conntrack ! --ctstate RELATED,ESTABLISHED,DNAT -j DROP'

interface ServiceRules {
  readonly chains: readonly string[]
  readonly nat: readonly string[]
  readonly filter: readonly string[]
}

function renderService(port: ProxiedPort, node: string, podCidr: string, family: Family): ServiceRules {
  const isLocal = port.internalTrafficPolicy === 'Local'
  const endpoints = isLocal ? port.endpoints.filter((endpoint) => endpoint.nodeName === node) : port.endpoints
  const to = (address: string) => `-m ${port.protocol} -p ${port.protocol} -d ${address} --dport ${port.port}`
  const destination = to(port.clusterIp)
  if (endpoints.length === 0) {
    const [why, target] =
      port.endpoints.length === 0 ? ['has no endpoints', 'REJECT'] : ['has no local endpoints', 'DROP']
    return {
      chains: [],
      nat: [],
      filter: [
        `-A KUBE-SERVICES ${comment(`${port.name} ${why}`)} ${destination} -j ${target}`,
        ...port.externalIps.map(
          (address) => `-A KUBE-EXTERNAL-SERVICES ${comment(`${port.name} ${why}`)} ${to(address)} -j ${target}`,
        ),
      ],
    }
  }
  const chain = `${isLocal ? 'KUBE-SVL' : 'KUBE-SVC'}-${chainHash(port.name + port.protocol)}`
  const ends = endpoints.map((endpoint) => ({ endpoint, chain: endpointChain(port, endpoint) }))
  const external = port.externalIps.length === 0 ? null : `KUBE-EXT-${chainHash(port.name + port.protocol)}`
  return {
    chains: [chain, ...(external ? [external] : []), ...ends.map((end) => end.chain)],
    nat: [
      `-A KUBE-SERVICES ${comment(`${port.name} cluster IP`)} ${destination} -j ${chain}`,
      ...(external ? externalRules(port, external, chain, to) : []),
      `-A ${chain} ${comment(`${port.name} cluster IP`)} ${destination} ! -s ${podCidr} -j KUBE-MARK-MASQ`,
      ...ends.flatMap((end) => affinityRule(port, chain, end)),
      ...ends.map((end, index) => choiceRule(port, chain, end, ends.length - index)),
      ...ends.flatMap((end) => endpointRules(port, end, family)),
    ],
    filter: [],
  }
}

function externalRules(
  { name, externalIps }: ProxiedPort,
  external: string,
  chain: string,
  to: (address: string) => string,
): string[] {
  return [
    ...externalIps.map((address) => `-A KUBE-SERVICES ${comment(`${name} external IP`)} ${to(address)} -j ${external}`),
    `-A ${external} ${comment(`masquerade traffic for ${name} external destinations`)} -j KUBE-MARK-MASQ`,
    `-A ${external} -j ${chain}`,
  ]
}

interface End {
  readonly endpoint: ProxiedEndpoint
  readonly chain: string
}

function affinityRule(port: ProxiedPort, chain: string, end: End): string[] {
  if (port.affinitySeconds === null) return []
  return [
    `-A ${chain} ${endpointComment(port, end)} -m recent --name ${end.chain} --rcheck --seconds ${port.affinitySeconds} --reap -j ${end.chain}`,
  ]
}

/** The first of n endpoints with probability 1/n, the next with 1/(n-1) of the rest, the last always. */
function choiceRule(port: ProxiedPort, chain: string, end: End, left: number): string {
  const statistic = left > 1 ? `-m statistic --mode random --probability ${(1 / left).toFixed(10)} ` : ''
  return `-A ${chain} ${endpointComment(port, end)} ${statistic}-j ${end.chain}`
}

/** A pod that reaches itself through the Service comes back with the node's address. */
function endpointRules(port: ProxiedPort, end: End, family: Family): string[] {
  const recent = port.affinitySeconds === null ? '' : `-m recent --name ${end.chain} --set `
  return [
    `-A ${end.chain} ${comment(port.name)} -s ${end.endpoint.address} -j KUBE-MARK-MASQ`,
    `-A ${end.chain} ${comment(port.name)} ${recent}-m ${port.protocol} -p ${port.protocol} -j DNAT --to-destination ${socketAddress(end.endpoint, family)}`,
  ]
}

function endpointChain(port: ProxiedPort, endpoint: ProxiedEndpoint): string {
  const target = socketAddress(endpoint, endpoint.address.includes(':') ? 6 : 4)
  return `KUBE-SEP-${chainHash(port.name + port.protocol + target)}`
}

function endpointComment(port: ProxiedPort, end: End): string {
  return comment(`${port.name} -> ${socketAddress(end.endpoint, end.endpoint.address.includes(':') ? 6 : 4)}`)
}

function socketAddress(endpoint: ProxiedEndpoint, family: Family): string {
  return family === 6 ? `[${endpoint.address}]:${endpoint.port}` : `${endpoint.address}:${endpoint.port}`
}

function comment(text: string): string {
  return `-m comment --comment "${text}"`
}

/** Sixteen characters of the SHA-256 in base 32, as servicePortChainName hashes. */
function chainHash(text: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bytes = createHash('sha256').update(text).digest()
  const bits = Array.from(bytes.subarray(0, 10), (byte) => byte.toString(2).padStart(8, '0')).join('')
  return Array.from(
    { length: 16 },
    (_, index) => alphabet[Number.parseInt(bits.slice(index * 5, index * 5 + 5), 2)],
  ).join('')
}
