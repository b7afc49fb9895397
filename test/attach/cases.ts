// What is broken in each stranger's network, and exactly what doctor has to say of it.
import type { Outcome, Target } from '../../src/model/measurement.ts'
import type { StrangerPlan } from './raise-stranger.ts'
import { feed, run } from './stranger-network.ts'
import { dockerContainer } from './stranger-objects.ts'
import type { StrangerService } from './stranger-services.ts'

export interface StrangerCase extends StrangerPlan {
  readonly title: string
  /** Without a Service. */
  readonly targets?: readonly Target[]
  /** All findings, in order: `RULE SUBJECT:PORT @STAGE NAMESPACE`. */
  readonly finds: readonly string[]
  readonly status: 0 | 1 | 4
  readonly clients: readonly StrangerClient[]
}

export interface StrangerClient {
  readonly from: string
  /** `SERVICE:PORT` or `ADDRESS:PORT`, `/udp` behind it where it is UDP. */
  readonly to: string
  readonly outcome: Outcome
  /** Null where the model cannot tell. As the outcome where it is left out. */
  readonly model?: null
  readonly delayMs: readonly [number, number]
}

const atOnce = [0, 900] as const
/** An ICMP error for IPv6 is passed over while connect() holds the socket. */
const nextSyn = [0, 1_900] as const
/** Three questions for the neighbour, a second apart. */
const neighbour = [2_900, 4_400] as const
const never = [4_400, 6_000] as const

const arpRules = `table arp own {
  chain in {
    type filter hook input priority 0; policy accept;
    arp operation request arp daddr ip 10.20.30.50 drop
  }
}
`

export const cases: readonly StrangerCase[] = [
  { title: 'a healthy network behind firewalld has no finding', host: 'firewalld', finds: [], status: 0, clients: [] },
  {
    title: 'a healthy network behind ufw and Docker with nftables has no finding',
    host: 'ufw',
    finds: [],
    status: 0,
    clients: [],
  },
  {
    title: 'a zone of firewalld rejects a port: the client is told that there is no route to the host',
    host: 'firewalld',
    commands: [
      run('box', 'nft add rule inet firewalld filter_IN_docker_deny tcp dport 5432 reject with icmpx admin-prohibited'),
    ],
    finds: ['host-firewall-rejects apps/pg:5432 @6 box'],
    status: 1,
    clients: [
      { from: 'apps/front', to: 'pg:5432', outcome: 'EHOSTUNREACH', delayMs: atOnce },
      { from: 'batch/cron', to: 'pg:5432', outcome: 'EHOSTUNREACH', delayMs: atOnce },
      { from: 'batch/cron', to: 'redis:6379', outcome: 'connected', delayMs: atOnce },
    ],
  },
  {
    title: 'ufw allows the pods, but packets come from the node',
    host: 'ufw',
    commands: [
      run(
        'box',
        'iptables -R ufw-user-input 3 -s 192.168.228.0/24 -p tcp -m multiport --dports 53,5672,9200 -j ACCEPT; iptables -A ufw-user-input -s 10.42.0.0/16 -p tcp --dport 5432 -j ACCEPT',
      ),
    ],
    finds: ['host-firewall-allows-wrong-source apps/pg:5432 @6 box'],
    status: 1,
    clients: [{ from: 'apps/worker', to: 'pg:5432', outcome: 'timeout', delayMs: never }],
  },
  {
    title: "a Service points at a container's own address, which Docker closes in its raw table",
    host: 'firewalld',
    services: changed('search', { endpoints: ['172.17.0.7'] }),
    finds: ['docker-network-isolation data/search:9200 @6 box'],
    status: 1,
    clients: [{ from: 'apps/front', to: 'search:9200', outcome: 'timeout', delayMs: never }],
  },
  {
    title: "a Service points at a container's own address, which Docker closes in its nftables",
    host: 'ufw',
    services: changed('search', { endpoints: ['172.17.0.7'] }),
    finds: ['docker-network-isolation data/search:9200 @6 box'],
    status: 1,
    clients: [{ from: 'batch/cron', to: 'search:9200', outcome: 'timeout', delayMs: never }],
  },
  {
    title: 'a routing table of the pods leads the LAN to a dead gateway; pods of the other node get through',
    host: 'firewalld',
    commands: [run('agent-0', 'ip route add 10.20.30.0/24 via 192.168.228.77 table 100')],
    finds: ['policy-routing-captures data/warehouse:80 @5 agent-0'],
    status: 1,
    clients: [
      { from: 'batch/cron', to: 'warehouse:80', outcome: 'EHOSTUNREACH', delayMs: neighbour },
      { from: 'apps/front', to: 'warehouse:80', outcome: 'connected', delayMs: atOnce },
    ],
  },
  {
    title: 'a slice without its label: kube-proxy rejects with nftables, and is not asked behind Calico',
    host: 'ufw',
    services: changed('stats', { sliceLabels: { app: 'stats' } }),
    finds: ['slice-without-service-label apps/stats:8125 @0 null'],
    status: 1,
    clients: [
      { from: 'apps/front', to: 'stats:8125/udp', outcome: 'ECONNREFUSED', delayMs: atOnce },
      // Calico accepts it before the rejecting rule of kube-proxy is asked.
      { from: 'batch/cron', to: 'stats:8125/udp', outcome: 'no-reply', delayMs: never },
    ],
  },
  {
    title: 'the port of a container is published on the loopback address only',
    host: 'ufw',
    docker: (docker) => ({
      ...docker,
      containers: [
        ...docker.containers.slice(0, 3),
        dockerContainer('opensearch-1', 'logs_default', '172.17.0.7', '127.0.0.1'),
      ],
    }),
    commands: [run('box', 'nft flush chain ip docker-bridges nat-prerouting-and-output')],
    listeners: (healthy) =>
      healthy.map((one) => (one.namespace === 'box' && one.port === 9200 ? { ...one, address: '127.0.0.1' } : one)),
    finds: ['published-on-loopback data/search:9200 @7 box'],
    status: 1,
    clients: [{ from: 'apps/front', to: 'search:9200', outcome: 'ECONNREFUSED', delayMs: atOnce }],
  },
  {
    title: 'two faults are two findings: a blackhole on one node, and behind it a server on the loopback address',
    host: 'firewalld',
    commands: [run('server-0', 'ip route add blackhole 10.20.30.0/24')],
    listeners: (healthy) =>
      healthy.map((one) => (one.namespace === 'nas-box' && one.port === 8080 ? { ...one, address: '127.0.0.1' } : one)),
    services: (healthy) => healthy.filter(({ name }) => !['mq', 'legacy'].includes(name)),
    finds: ['node-route-blocks data/warehouse:80 @5 server-0', 'listener-on-loopback data/warehouse:80 @7 nas-box'],
    status: 1,
    clients: [
      { from: 'apps/front', to: 'warehouse:80', outcome: 'timeout', delayMs: never },
      { from: 'batch/cron', to: 'warehouse:80', outcome: 'ECONNREFUSED', delayMs: atOnce },
    ],
  },
  {
    title: 'two firewalls at once, one of them legacy, and one of two endpoints dead: three findings',
    host: 'firewalld',
    commands: [
      run(
        'box',
        'iptables-legacy -A INPUT -p tcp --dport 5432 -j DROP; ip6tables-legacy -A INPUT -p tcp --dport 7000 -j DROP',
      ),
    ],
    listeners: (healthy) => healthy.filter((one) => !(one.namespace === 'nas-box' && one.port === 5672)),
    finds: [
      'unseen-firewall-table apps/pg:5432 @6 box',
      'host-firewall-drops apps/six:7000 @6 box',
      'nothing-listening apps/mq:5672 @7 nas-box',
    ],
    status: 1,
    clients: [
      { from: 'apps/front', to: 'pg:5432', outcome: 'timeout', delayMs: never },
      { from: 'apps/front', to: 'six:7000', outcome: 'timeout', delayMs: never },
      { from: 'apps/front', to: '10.20.30.50:5672', outcome: 'ECONNREFUSED', delayMs: atOnce },
      { from: 'apps/front', to: '192.168.228.1:5672', outcome: 'connected', delayMs: atOnce },
    ],
  },
  {
    // What a bridge translates and finds no way for, it frees without a word, for IPv6 only.
    title: 'an unreachable route for IPv6: the ClusterIP stays silent, the address is told',
    host: 'ufw',
    commands: [run('server-0', 'ip -6 route add unreachable fd42:89::1')],
    finds: ['node-route-blocks apps/six:7000 @5 server-0'],
    status: 1,
    clients: [
      { from: 'apps/front', to: 'six:7000', outcome: 'timeout', delayMs: never },
      { from: 'apps/front', to: 'fd42:89::1:7000', outcome: 'ENETUNREACH', delayMs: nextSyn },
      { from: 'batch/cron', to: 'six:7000', outcome: 'connected', delayMs: atOnce },
    ],
  },
  {
    title: 'a LAN address that nobody has, without a Service',
    host: 'ufw',
    targets: [{ address: '10.20.30.99', port: 8080, protocol: 'tcp' }],
    finds: ['target-down 10.20.30.99:8080 @6 box'],
    status: 1,
    clients: [{ from: 'batch/cron', to: '10.20.30.99:8080', outcome: 'EHOSTUNREACH', delayMs: neighbour }],
  },
  {
    title: 'nothing masquerades the pods of one node: the way back is unknown',
    host: 'firewalld',
    services: (healthy) => healthy.filter(({ name }) => name !== 'legacy'),
    commands: [run('server-0', 'nft delete table ip cni-masq')],
    finds: ['masquerade-missing apps/pg:5432 @4 server-0'],
    status: 1,
    clients: [
      { from: 'apps/front', to: 'pg:5432', outcome: 'timeout', delayMs: never },
      { from: 'batch/cron', to: 'pg:5432', outcome: 'connected', delayMs: atOnce },
    ],
  },
  {
    title: 'a node takes the last hop from packets: they end there as if they went in circles',
    host: 'ufw',
    commands: [run('server-0', 'iptables -t mangle -A PREROUTING -s 10.42.0.0/24 -d 192.168.228.9 -j TTL --ttl-set 1')],
    finds: ['connection-ends-here apps/redis:6379 @5 server-0'],
    status: 1,
    clients: [
      { from: 'apps/front', to: 'redis:6379', outcome: 'EHOSTUNREACH', delayMs: atOnce },
      { from: 'batch/cron', to: 'redis:6379', outcome: 'connected', delayMs: atOnce },
    ],
  },
  {
    title: 'a firewall that drops neighbour solicitations takes IPv6 away',
    host: 'ufw',
    commands: [run('box', 'ip6tables -A INPUT -p ipv6-icmp -m icmp6 --icmpv6-type neighbor-solicitation -j DROP')],
    finds: ['connection-ends-here apps/six:7000 @5 server-0'],
    status: 1,
    clients: [{ from: 'apps/front', to: 'six:7000', outcome: 'EHOSTUNREACH', delayMs: neighbour }],
  },
  {
    title: 'rules on ARP are not followed: what lies behind is left open',
    host: 'ufw',
    commands: [run('nas-box', feed('nft -f -', arpRules))],
    services: (healthy) => healthy.filter(({ name }) => !['mq', 'legacy'].includes(name)),
    finds: ['could-not-read data/warehouse:80 @7 nas-box'],
    status: 4,
    clients: [{ from: 'apps/front', to: 'warehouse:80', outcome: 'EHOSTUNREACH', model: null, delayMs: neighbour }],
  },
  {
    title: 'a rule by the hour of the day leaves open what it does',
    host: 'firewalld',
    commands: [run('box', 'nft insert rule inet firewalld filter_INPUT tcp dport 5432 meta hour "03:00"-"03:01" drop')],
    finds: ['could-not-read apps/pg:5432 @6 box'],
    status: 4,
    clients: [{ from: 'apps/front', to: 'pg:5432', outcome: 'connected', model: null, delayMs: atOnce }],
  },
  {
    title: 'a network whose host was left out of the file: clients get through where the model cannot see',
    host: 'firewalld',
    without: ['box'],
    finds: [],
    status: 0,
    clients: [{ from: 'apps/front', to: 'pg:5432', outcome: 'connected', model: null, delayMs: atOnce }],
  },
]

function changed(name: string, change: Partial<StrangerService>): NonNullable<StrangerPlan['services']> {
  return (healthy) => healthy.map((service) => (service.name === name ? { ...service, ...change } : service))
}
