// What kube-proxy writes on a node for the Services of a stranger's cluster: in its nftables mode and in its iptables mode.
import { isIPv6 } from 'node:net'
import { proxiedEndpoints, type StrangerService } from './stranger-services.ts'

interface Proxied {
  readonly id: string
  readonly clusterIp: string
  readonly protocol: string
  readonly port: number
  readonly endpoints: readonly { readonly id: string; readonly address: string; readonly port: number }[]
}

/** For `nft -f -`; as pkg/proxy/nftables/proxier.go lays it out: maps of verdicts, a chain a Service and an endpoint. */
export function nftablesMode(services: readonly StrangerService[], podCidrs: Readonly<Record<4 | 6, string>>): string {
  return ([4, 6] as const).map((family) => nftTable(family, proxied(services, family), podCidrs[family])).join('')
}

function nftTable(family: 4 | 6, ports: readonly Proxied[], podCidr: string): string {
  const ip = family === 4 ? 'ip' : 'ip6'
  const type = `ipv${family}_addr`
  const serviceCidr = family === 4 ? '10.43.0.0/16' : 'fd43::/112'
  const map = `type ${type} . inet_proto . inet_service : verdict`
  const at = ({ clusterIp, protocol, port }: Proxied): string => `${clusterIp} . ${protocol} . ${port}`
  const served = ports.filter((port) => port.endpoints.length > 0)
  const unserved = ports.filter((port) => port.endpoints.length === 0)
  const hooked = (hook: string, priority: string, ...rules: readonly string[]): string[] => [
    `type ${hook} priority ${priority}; policy accept;`,
    ...rules,
  ]
  const checksEndpoints = 'ct state new jump service-endpoints-check'
  const checksAddresses = 'ct state new jump cluster-ips-check'
  const chains: Readonly<Record<string, readonly string[]>> = {
    'reject-chain': ['reject'],
    'mark-for-masquerade': ['meta mark set mark or 0x4000'],
    masquerading: ['mark and 0x4000 == 0 return', 'meta mark set mark xor 0x4000', 'masquerade fully-random'],
    ...Object.fromEntries(
      served.flatMap(({ protocol, endpoints }) =>
        endpoints.map((endpoint) => [
          `endpoint-${endpoint.id}`,
          [
            `${ip} saddr ${endpoint.address} jump mark-for-masquerade`,
            `meta l4proto ${protocol} dnat to ${hostPort(endpoint)}`,
          ],
        ]),
      ),
    ),
    ...Object.fromEntries(
      served.map(({ id, clusterIp, protocol, port, endpoints }) => [
        `service-${id}`,
        [
          `${ip} daddr ${clusterIp} ${protocol} dport ${port} ${ip} saddr != ${podCidr} jump mark-for-masquerade`,
          `numgen random mod ${endpoints.length} vmap { ${endpoints.map((endpoint, index) => `${index} : goto endpoint-${endpoint.id}`).join(', ')} }`,
        ],
      ]),
    ),
    services: [`${ip} daddr . meta l4proto . th dport vmap @service-ips`],
    'service-endpoints-check': [`${ip} daddr . meta l4proto . th dport vmap @no-endpoint-services`],
    'cluster-ips-check': [
      `${ip} daddr @cluster-ips reject comment "Reject traffic to invalid ports of ClusterIPs"`,
      `${ip} daddr ${serviceCidr} drop comment "Drop traffic to unallocated ClusterIPs"`,
    ],
    'filter-input': hooked('filter hook input', '-110', checksEndpoints),
    'filter-forward': hooked('filter hook forward', '-110', checksEndpoints, checksAddresses),
    'filter-output': hooked('filter hook output', '-110', checksEndpoints),
    'filter-output-post-dnat': hooked('filter hook output', '-90', checksAddresses),
    'nat-prerouting': hooked('nat hook prerouting', 'dstnat', 'jump services'),
    'nat-output': hooked('nat hook output', '-100', 'jump services'),
    'nat-postrouting': hooked('nat hook postrouting', 'srcnat', 'jump masquerading'),
  }
  return [
    `table ${ip} kube-proxy {`,
    'comment "rules for kube-proxy"',
    `set cluster-ips { type ${type}; ${elements([...new Set(ports.map((port) => port.clusterIp))])} }`,
    `map no-endpoint-services { ${map}; ${elements(unserved.map((port) => `${at(port)} comment "no endpoints" : goto reject-chain`))} }`,
    `map service-ips { ${map}; ${elements(served.map((port) => `${at(port)} : goto service-${port.id}`))} }`,
    ...Object.entries(chains).map(([name, rules]) => `chain ${name} {\n${rules.join('\n')}\n}`),
    '}',
    '',
  ].join('\n')
}

function elements(entries: readonly string[]): string {
  return entries.length === 0 ? '' : `elements = { ${entries.join(', ')} };`
}

function hostPort({ address, port }: { readonly address: string; readonly port: number }): string {
  return isIPv6(address) ? `[${address}]:${port}` : `${address}:${port}`
}

/** For `iptables-restore` and `ip6tables-restore`. */
export function iptablesMode(services: readonly StrangerService[], family: 4 | 6, podCidr: string): string {
  const ports = proxied(services, family)
  const size = family === 4 ? 32 : 128
  const nat = ports.flatMap(({ id, clusterIp, protocol, port, endpoints }) =>
    endpoints.length === 0
      ? []
      : [
          `:KUBE-SVC-${id} - [0:0]`,
          ...endpoints.map((endpoint) => `:KUBE-SEP-${endpoint.id} - [0:0]`),
          `-A KUBE-SERVICES -d ${clusterIp}/${size} -p ${protocol} -m ${protocol} --dport ${port} -j KUBE-SVC-${id}`,
          `-A KUBE-SVC-${id} ! -s ${podCidr} -d ${clusterIp}/${size} -p ${protocol} -m ${protocol} --dport ${port} -j KUBE-MARK-MASQ`,
          ...endpoints.map(
            (endpoint, index) =>
              `-A KUBE-SVC-${id} ${index < endpoints.length - 1 ? `-m statistic --mode random --probability ${(1 / (endpoints.length - index)).toFixed(10)} ` : ''}-j KUBE-SEP-${endpoint.id}`,
          ),
          ...endpoints.flatMap((endpoint) => [
            `-A KUBE-SEP-${endpoint.id} -s ${endpoint.address}/${size} -j KUBE-MARK-MASQ`,
            `-A KUBE-SEP-${endpoint.id} -p ${protocol} -m ${protocol} -j DNAT --to-destination ${hostPort(endpoint)}`,
          ]),
        ],
  )
  const reject = ports
    .filter(({ endpoints }) => endpoints.length === 0)
    .map(
      ({ id, clusterIp, protocol, port }) =>
        `-A KUBE-SERVICES -d ${clusterIp}/${size} -p ${protocol} -m comment --comment "${id} has no endpoints" -m ${protocol} --dport ${port} -j REJECT`,
    )
  return [
    '*nat',
    ...[':KUBE-SERVICES', ':KUBE-MARK-MASQ', ':KUBE-POSTROUTING'].map((chain) => `${chain} - [0:0]`),
    '-A PREROUTING -m comment --comment "kubernetes service portals" -j KUBE-SERVICES',
    '-A OUTPUT -m comment --comment "kubernetes service portals" -j KUBE-SERVICES',
    '-A POSTROUTING -m comment --comment "kubernetes postrouting rules" -j KUBE-POSTROUTING',
    '-A KUBE-MARK-MASQ -j MARK --set-xmark 0x4000/0x4000',
    '-A KUBE-POSTROUTING -m mark ! --mark 0x4000/0x4000 -j RETURN',
    '-A KUBE-POSTROUTING -j MARK --set-xmark 0x4000/0x0',
    '-A KUBE-POSTROUTING -j MASQUERADE --random-fully',
    // Chains may be named before the first rule only.
    ...nat.toSorted((one, other) => Number(other.startsWith(':')) - Number(one.startsWith(':'))),
    'COMMIT',
    '*filter',
    ...[':KUBE-SERVICES', ':KUBE-FORWARD'].map((chain) => `${chain} - [0:0]`),
    '-A FORWARD -m conntrack --ctstate NEW -m comment --comment "kubernetes service portals" -j KUBE-SERVICES',
    '-A FORWARD -m comment --comment "kubernetes forwarding rules" -j KUBE-FORWARD',
    '-A KUBE-FORWARD -m conntrack --ctstate INVALID -j DROP',
    '-A KUBE-FORWARD -m mark --mark 0x4000/0x4000 -j ACCEPT',
    '-A KUBE-FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
    ...reject,
    'COMMIT',
    '',
  ].join('\n')
}

function proxied(services: readonly StrangerService[], family: 4 | 6): Proxied[] {
  return services.flatMap((service, index) => {
    const { clusterIp, port } = service
    if (clusterIp === null || clusterIp === 'None' || isIPv6(clusterIp) !== (family === 6)) return []
    const id = `${String(index).padStart(2, '0')}QX7-${service.name}`.toUpperCase()
    return [
      {
        id,
        clusterIp,
        protocol: (port.protocol ?? 'TCP').toLowerCase(),
        port: port.port,
        endpoints: proxiedEndpoints(service).map((endpoint, number) => ({ ...endpoint, id: `${id}${number}` })),
      },
    ]
  })
}
