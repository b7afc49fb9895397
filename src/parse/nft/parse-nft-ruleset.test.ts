// Rules given to this machine's nft, printed back by it as JSON and as text, and parsed.
import { describe, expect, it } from 'vitest'
import { printInNamespace } from '../../../test/parse/print-in-namespace.ts'
import { sayElement, sayStatements } from '../../../test/parse/say-statement.ts'
import type { Rule, Table } from '../../model/ruleset.ts'
import { parseNftRuleset, readNftRuleset } from './parse-nft-ruleset.ts'

type Row = readonly [rule: string, parsed: string]

const ip4 = 'meta.nfproto = ipv4; '
const ip6 = 'meta.nfproto = ipv6; '
const tcp = 'meta.l4proto = tcp; '

const headers: readonly Row[] = [
  ['ip saddr 10.0.0.0/8 tcp dport 5432 drop', `${ip4}ip.source = 10.0.0.0/8; ${tcp}port.destination = 5432; drop`],
  ['ip daddr != 10.0.0.1 accept', `${ip4}ip.destination != 10.0.0.1/32; accept`],
  [
    'ip saddr { 10.0.0.0/8, 1.2.3.4, 5.5.5.5-5.5.5.9 } accept',
    `${ip4}ip.source = 1.2.3.4/32 | 5.5.5.5-5.5.5.9 | 10.0.0.0/8; accept`,
  ],
  ['ip saddr @nets accept', `${ip4}ip.source = @nets; accept`],
  ['ip saddr != @nets accept', `${ip4}ip.source != @nets; accept`],
  ['ip saddr & 255.0.0.255 == 10.0.0.1 accept', `${ip4}ip.source & 255.0.0.255 = 10.0.0.1/32; accept`],
  [
    'ip saddr . tcp dport { 10.0.0.1 . 80, 10.0.0.2 . 90-95 } accept',
    `${ip4}${tcp}ip.source . port.destination = 10.0.0.1/32 . 80 | 10.0.0.2/32 . 90-95; accept`,
  ],
  ['ip saddr . tcp dport @pairs accept', `${ip4}${tcp}ip.source . port.destination = @pairs; accept`],
  ['ip6 saddr fd00::/8 ip6 daddr != ::1 accept', `${ip6}ip6.source = fd00::/8; ip6.destination != ::1/128; accept`],
  ['ip protocol { tcp, udp } th dport 53 accept', `${ip4}meta.l4proto = tcp | udp; port.destination = 53; accept`],
  ['ip6 nexthdr tcp accept', `${ip6}meta.l4proto = tcp; accept`],
  ['ip ttl set 1', `${ip4}ttl set 1`],
  ['ip6 hoplimit set 64 accept', `${ip6}ttl set 64; accept`],
  ['ip ttl < 5 drop', `${ip4}ip.ttl = 0-4; drop`],
  ['ip ttl >= 5 drop', `${ip4}ip.ttl = 5-4294967295; drop`],
  ['ip length 100-200 drop', `${ip4}ip.length = 100-200; drop`],
  ['ip dscp cs1 drop', `${ip4}ip.dscp = 8; drop`],
  ['ip frag-off & 0x1fff != 0 drop', `${ip4}ip.fragment = 1; drop`],
  ['tcp dport != { 80, 443, 1000-2000 } accept', `${tcp}port.destination != 80 | 443 | 1000-2000; accept`],
  ['udp sport 1-1024 accept', 'meta.l4proto = udp; port.source = 1-1024; accept'],
  ['sctp dport 5 accept', 'meta.l4proto = sctp; port.destination = 5; accept'],
  ['th dport 53 accept', 'port.destination = 53; accept'],
  ['tcp flags syn accept', `${tcp}tcp.flags & 2 != 0; accept`],
  ['tcp flags == syn accept', `${tcp}tcp.flags = 2; accept`],
  ['tcp flags & (fin|syn|rst|ack) == syn accept', `${tcp}tcp.flags & 23 = 2; accept`],
  ['tcp flags & (fin|syn|rst|ack) != syn accept', `${tcp}tcp.flags & 23 != 2; accept`],
  ['tcp flags { syn, syn | ack } accept', `${tcp}tcp.flags = 18 | 2; accept`],
  ['tcp flags & (syn|rst) == 0 accept', `${tcp}tcp.flags & 6 = 0; accept`],
  ['tcp flags & (syn|ack) > 0 accept', `${tcp}tcp.flags & 18 != 0; accept`],
  ['tcp option timestamp exists accept', `${tcp}tcp.option = 8; accept`],
  ['tcp option sack-perm missing accept', `${tcp}tcp.option != 4; accept`],
  ['icmp type { echo-request, 3 } accept', `${ip4}meta.l4proto = icmp; icmp.type = 3 | 8; accept`],
  [
    'icmp type destination-unreachable icmp code frag-needed accept',
    `${ip4}meta.l4proto = icmp; icmp.type = 3; unsupported?(icmp code frag-needed); accept`,
  ],
  [
    'icmpv6 type { nd-neighbor-solicit, echo-request } accept',
    `${ip6}meta.l4proto = icmpv6; icmpv6.type = 128 | 135; accept`,
  ],
  ['ether saddr 02:00:00:00:00:0A accept', 'ether.source = 02:00:00:00:00:0a; accept'],
  ['ether type ip accept', 'ether.type = ip; accept'],
  ['@nh,96,32 0x01020304 accept', 'unsupported?(@nh,96,32 0x1020304); accept'],
  ['vlan id 5 accept', 'unsupported?(vlan id 5); accept'],
]

const metas: readonly Row[] = [
  ['meta nfproto ipv4 accept', `${ip4}accept`],
  ['meta protocol { ip, ip6 } accept', 'meta.nfproto = ipv4 | ipv6; accept'],
  ['meta l4proto 132 accept', 'meta.l4proto = sctp; accept'],
  ['meta l4proto ipv6-icmp accept', 'meta.l4proto = icmpv6; accept'],
  ['meta mark 0x10 accept', 'meta.mark = 16; accept'],
  ['meta mark & 0xff != 0x1 accept', 'meta.mark & 255 != 1; accept'],
  ['meta mark & 0xff { 1, 2 } accept', 'meta.mark & 255 = 1 | 2; accept'],
  ['meta mark 5-7 accept', 'meta.mark = 5-7; accept'],
  ['meta length > 100 accept', 'meta.length = 101-4294967295; accept'],
  ['meta skuid 0 accept', 'meta.skuid = 0; accept'],
  ['meta iifkind "veth" accept', 'meta.iifkind = veth; accept'],
  ['meta iifgroup 0 oifgroup 7 accept', 'meta.iifgroup = 0; meta.oifgroup = 7; accept'],
  ['meta pkttype unicast accept', 'meta.pkttype = host; accept'],
  ['iif lo accept', 'meta.iifname = lo; accept'],
  ['iif 77 accept', 'unsupported?(iif 77); accept'],
  ['iifname != "eth*" accept', 'meta.iifname != eth…; accept'],
  ['iifname { "eth0", "veth*" } oifname @links accept', 'meta.iifname = eth0 | veth…; meta.oifname = @links; accept'],
  ['meta cpu 1 accept', 'unsupported?(meta cpu 1); accept'],
  ['meta hour "10:00"-"11:00" accept', 'unsupported?(meta hour "10:00"-"11:00"); accept'],
  ['ct state established,related accept', 'ct.state = established | related; accept'],
  ['ct state { new, established } accept', 'ct.state = established | new; accept'],
  ['ct state != invalid accept', 'ct.state != invalid; accept'],
  ['ct state ! established,related accept', 'ct.state != established | related; accept'],
  ['ct status dnat,snat accept', 'ct.status = snat | dnat; accept'],
  ['ct status & snat == snat accept', 'ct.status = snat; accept'],
  ['ct status ! dnat accept', 'ct.status != dnat; accept'],
  ['ct status != dnat accept', 'unsupported?(ct status != dnat); accept'],
  ['ct mark & 0xff == 0x10 accept', 'ct.mark & 255 = 16; accept'],
  ['ct direction reply ct zone 5 accept', 'ct.direction = reply; ct.zone = 5; accept'],
  ['ct original ip saddr 10.0.0.0/8 accept', `${ip4}ct.original.source = 10.0.0.0/8; accept`],
  ['ct reply ip daddr 1.1.1.1 accept', `${ip4}ct.reply.destination = 1.1.1.1/32; accept`],
  ['meta l4proto tcp ct original proto-dst 80 accept', 'meta.l4proto = tcp; ct.original.destination-port = 80; accept'],
  ['ct helper "ftp" accept', 'unsupported?(ct helper "ftp"); accept'],
  ['fib daddr type { local, broadcast } accept', 'fib.destination-type = local | broadcast; accept'],
  ['fib daddr . iif type != local accept', 'fib.destination-type-link != local; accept'],
  ['fib saddr . iif oif missing drop', 'fib.source-link = 0; drop'],
  ['fib saddr . iif oif exists accept', 'fib.source-link != 0; accept'],
  ['fib saddr . mark . iif oif missing drop', 'fib.source-link-mark = 0; drop'],
  ['fib saddr oif 0 drop', 'fib.source-any-link = 0; drop'],
  ['fib saddr oifname "lo" drop', 'unsupported?(fib saddr oifname "lo"); drop'],
  ['rt mtu 1400 accept', 'rt.mtu = 1400; accept'],
]

const verdicts: readonly Row[] = [
  ['jump mine', 'jump mine'],
  ['goto mine', 'goto mine'],
  ['continue', 'continue'],
  ['return', 'return'],
  [
    'ct state vmap { invalid : drop, established : accept, new : jump mine }',
    'ct.state → invalid: drop, established: accept, new: jump mine',
  ],
  [
    'tcp dport vmap { 80 : accept, 81-90 : jump mine, * : drop }',
    `${tcp}port.destination → 80: accept, 81-90: jump mine, any: drop`,
  ],
  [
    'ip saddr . meta l4proto . th dport vmap @services',
    `${ip4}ip.source . meta.l4proto . port.destination → @services`,
  ],
  ['oif vmap { lo : accept }', 'meta.oifname → lo: accept'],
  ['numgen random mod 3 vmap { 0 : jump mine, 1 : goto mine }', 'numgen.random → 0: jump mine, 1: goto mine of 3'],
  ['numgen inc mod 2 vmap { 0 : drop, 1 : accept }', 'numgen.inc → 0: drop, 1: accept of 2'],
  [
    'jhash ip saddr mod 2 vmap { 0 : jump mine, 1 : goto mine }',
    'unsupported(jhash ip saddr mod 2 vmap { 0 : jump mine, 1 : goto mine })',
  ],
  ['numgen random mod 4 1 accept', 'random 0.2500; accept'],
  ['numgen random mod 100 offset 5 < 50 accept', 'random 0.4500; accept'],
  ['numgen inc mod 3 1 accept', 'nth 1 of 3; accept'],
  ['counter name "hits" accept', 'no-effect(counter name "hits"); accept'],
  ['counter drop', 'drop'],
  ['limit rate 5/second accept', 'within(limit rate 5/second); accept'],
  ['limit rate over 5/minute burst 10 packets drop', 'over(limit rate over 5/minute burst 10 packets); drop'],
  ['limit rate 5 mbytes/second accept', 'within(limit rate 5 mbytes/second); accept'],
  ['limit name "pace" drop', 'over(limit name "pace"); drop'],
  ['quota over 10 mbytes drop', 'over(quota over 10 mbytes); drop'],
  ['quota name "share" drop', 'over(quota name "share"); drop'],
  ['ct count over 10 reject', 'over(ct count over 10); reject port-unreachable'],
  ['reject with icmp host-unreachable', 'reject host-unreachable'],
  ['reject with icmpv6 addr-unreachable', 'reject address-unreachable'],
  ['reject with icmpx admin-prohibited', 'reject admin-prohibited'],
  ['reject with tcp reset', `${tcp}reject tcp-reset`],
  ['log prefix "x y: " group 3', 'no-effect(log prefix "x y: " group 3)'],
  ['notrack', 'notrack'],
  ['add @seen { ip saddr timeout 10s }', 'no-effect(add @seen { ip saddr timeout 10s })'],
  [
    'update @seen { ip saddr limit rate over 10/second } drop',
    'over(update @seen { ip saddr limit rate over 10/second }); drop',
  ],
  ['synproxy mss 1460 wscale 7', 'unsupported(synproxy mss 1460 wscale 7)'],
  ['meta mark set 0x1', 'packet mark & 0x0 ^ 0x1'],
  ['meta mark set meta mark | 0x4000', 'packet mark & 0xffffbfff ^ 0x4000'],
  ['meta mark set meta mark & 0xff00 | 0x1', 'packet mark & 0xff00 ^ 0x1'],
  ['meta mark set meta mark ^ 0x4000', 'packet mark & 0xffffffff ^ 0x4000'],
  ['meta mark set ct mark', 'packet mark copied & 0xffffffff'],
  ['ct mark set meta mark & 0xff', 'connection mark copied & 0xffffffff; connection mark & 0xff ^ 0x0'],
  ['meta mark set ip saddr map { 1.2.3.4 : 0x5 }', 'unsupported(meta mark set ip saddr map { 1.2.3.4 : 0x00000005 })'],
  ['ct zone set 5', 'zone 5'],
  ['ct helper set "ftp-std"', 'no-effect(ct helper set "ftp-std")'],
  ['tcp option maxseg size set rt mtu', 'no-effect(tcp option maxseg size set rt mtu)'],
  ['ip daddr set 1.2.3.4', 'unsupported(ip daddr set 1.2.3.4)'],
  ['tcp dport 81 counter accept comment "why it\'s so"', `${tcp}port.destination = 81; accept`],
]

const nat: readonly Row[] = [
  ['dnat ip to 10.0.0.1', `${ip4}dnat 4 10.0.0.1-10.0.0.1`],
  ['tcp dport 80 dnat ip to 10.0.0.1:80', `${tcp}port.destination = 80; ${ip4}dnat 4 10.0.0.1-10.0.0.1 :80-80`],
  [
    'tcp dport 80 dnat ip6 to [fd00::1]:80-90 random,persistent',
    `${tcp}port.destination = 80; ${ip6}dnat 6 fd00::1-fd00::1 :80-90 random persistent`,
  ],
  ['tcp dport 80 dnat to :80', `${tcp}port.destination = 80; dnat :80-80`],
  ['tcp dport 80 redirect to :8080', `${tcp}port.destination = 80; redirect :8080-8080`],
  ['dnat ip to 10.2.0.0/24', `${ip4}dnat 4 10.2.0.0-10.2.0.255`],
  ['dnat ip prefix to 10.2.0.0/24', `${ip4}netmap 4 10.2.0.0-10.2.0.255`],
  [
    'dnat ip to tcp dport map { 80 : 10.0.0.1, 90 : 10.0.0.2 }',
    'unsupported(dnat ip to tcp dport map { 80 : 10.0.0.1, 90 : 10.0.0.2 })',
  ],
]

const objects = `
 set nets {\n type ipv4_addr; flags interval; elements = { 10.0.0.0/8, 192.168.1.5, 1.1.1.1-1.1.1.9 }\n }
 set pairs {\n type ipv4_addr . inet_service; flags interval; elements = { 10.0.0.0/8 . 80, 10.1.1.1 . 90-100 }\n }
 set links {\n type ifname; flags interval; elements = { "veth*", "br0" }\n }
 set ports {\n type inet_service; flags interval, timeout; elements = { 80 timeout 1h, 90-99 comment "x" }\n }
 set marks {\n typeof meta mark; elements = { 1, 2 }\n }
 set seen {\n type ipv4_addr; size 100; flags dynamic,timeout; timeout 1m;\n }
 map services {\n type ipv4_addr . inet_proto . inet_service : verdict; elements = { 10.0.0.1 . tcp . 80 comment "shop/db" : goto mine, 10.0.0.2 . udp . 53 : drop }\n }
 map backends {\n type inet_service : ipv4_addr; elements = { 80 : 10.0.0.1 }\n }
 counter hits {\n }
 limit pace {\n rate over 5/second\n }
 quota share {\n over 10 mbytes\n }
 ct helper ftp-std {\n type "ftp" protocol tcp;\n }
 chain mine {\n }
`

function ruleset(): string {
  const lines = (rows: readonly Row[]) => rows.map(([rule]) => `  ${rule}\n`).join('')
  return `table inet t {${objects}
 chain headers {\n type filter hook forward priority filter + 5; policy drop;\n${lines(headers)} }
 chain metas {\n${lines(metas)} }
 chain verdicts {\n${lines(verdicts)} }
 chain nat {\n type nat hook prerouting priority dstnat;\n${lines(nat)} }
}
`
}

const printed = printInNamespace('ip link set lo up; nft -f -; nft -j list ruleset; nft -s list ruleset', ruleset())
const json = printed.slice(0, printed.indexOf('\n'))
const [table] = parseNftRuleset(json)

describe('a rule of nft', () => {
  it.each(Object.entries({ headers, metas, verdicts, nat }))('is parsed to what was asked for: %s', (chain, rows) => {
    expect(rulesOf(table, chain).map((rule) => sayStatements(rule.statements))).toEqual(rows.map(([, says]) => says))
  })

  it('has the text that nft itself prints, without its counter', () => {
    const texts = ['headers', 'metas', 'verdicts', 'nat'].flatMap((chain) =>
      rulesOf(table, chain).map(({ text }) => text),
    )
    const lines = printed.split('\n').map((line) => line.trim().replace(/\bcounter (?!name)/, ''))
    expect(texts.filter((text) => !lines.includes(text))).toEqual([])
  })

  it('keeps its comment and its handle', () => {
    const rule = rulesOf(table, 'verdicts').at(-1)
    expect(rule?.comment).toBe("why it's so")
    expect(printInNamespace('nft -f -; nft -a list chain inet t verdicts', ruleset())).toMatch(
      new RegExp(`tcp dport 81 .* # handle ${rule?.handle}$`, 'm'),
    )
  })
})

describe('a table of nft', () => {
  it('has its chains with hook, priority and policy', () => {
    expect(table?.chains.map(({ name, base }) => ({ name, base }))).toEqual([
      { name: 'mine', base: null },
      { name: 'headers', base: { hook: 'forward', type: 'filter', priority: 5, policy: 'drop', device: null } },
      { name: 'metas', base: null },
      { name: 'verdicts', base: null },
      { name: 'nat', base: { hook: 'prerouting', type: 'nat', priority: -100, policy: 'accept', device: null } },
    ])
  })

  it('has its sets with every element', () => {
    const sets = table?.sets.filter(({ kind }) => kind !== 'verdict-map') ?? []
    expect(sets.map((set) => `${set.kind} ${set.name}: ${set.elements.map(sayElement).join(', ')}`)).toEqual([
      'set nets: 1.1.1.1-1.1.1.9, 10.0.0.0/8, 192.168.1.5/32',
      'set pairs: 10.0.0.0/8 . 80, 10.1.1.1/32 . 90-100',
      'set links: br0, veth…',
      'set ports: 80, 90-99',
      'set marks: 1, 2',
      'set seen: ',
      'data-map backends: 80',
    ])
    expect(sets.filter(({ dynamic }) => dynamic).map(({ name }) => name)).toEqual(['seen'])
    expect(sets.flatMap(({ unknown }) => unknown)).toEqual([])
  })

  it('has its verdict maps with every verdict', () => {
    const map = table?.sets.find(({ name }) => name === 'services')
    const entries = map?.entries.map(
      ({ element, verdict }) => `${sayElement(element)} ${Object.values(verdict).join(' ')}`,
    )
    // nft keeps them by hash, in any order.
    expect(entries?.toSorted()).toEqual(['10.0.0.1/32 . tcp . 80 goto mine', '10.0.0.2/32 . udp . 53 drop'])
  })

  it('is named as not understood when it may be dormant', () => {
    const dormant =
      'table ip asleep {\n flags dormant\n chain c {\n type filter hook input priority 0; policy drop;\n }\n}\n'
    const { facts, problems } = readNftRuleset(printInNamespace('nft -f -; nft -j list ruleset', dormant))
    expect(facts).toEqual([])
    expect(problems).toEqual(['nft: table ip asleep has flags that this nft does not print; it may be dormant'])
  })
})

function rulesOf(from: Table | undefined, chain: string): readonly Rule[] {
  return from?.chains.find(({ name }) => name === chain)?.rules ?? []
}
