// Rules of iptables with what a parser should make of each: every match and target that this program knows, and some it does not.
import type { Family } from '../../src/model/packet.ts'

type Row = readonly [rule: string, parsed: string]

const filter: readonly Row[] = [
  ['INPUT -s 10.0.0.0/8 -d 1.2.3.4 -j DROP', 'ip.source = 10.0.0.0/8; ip.destination = 1.2.3.4/32; drop'],
  [
    'INPUT ! -s 10.0.0.1 ! -i lo ! -p udp -j DROP',
    'ip.source != 10.0.0.1/32; meta.iifname != lo; meta.l4proto != udp; drop',
  ],
  ['INPUT -s 10.0.0.1/255.0.0.255 -j ACCEPT', 'ip.source & 255.0.0.255 = 10.0.0.1/32; accept'],
  ['FORWARD -i eth+ -o br0 -j MINE', 'meta.iifname = eth…; meta.oifname = br0; jump MINE'],
  ['FORWARD ! -o veth+ -g MINE', 'meta.oifname != veth…; goto MINE'],
  ['INPUT -f -j DROP', 'ip.fragment = 1; drop'],
  ['INPUT ! -f -j DROP', 'ip.fragment != 1; drop'],
  ['INPUT -p 47 -j ACCEPT', 'meta.l4proto = gre; accept'],
  ['INPUT -p 253 -j ACCEPT', 'meta.l4proto = 253; accept'],
  [
    'INPUT -p tcp --sport 1:5 ! --dport 80 -j ACCEPT',
    'meta.l4proto = tcp; port.source = 1-5; port.destination != 80; accept',
  ],
  ['INPUT -p udp --dport 53 -j ACCEPT', 'meta.l4proto = udp; port.destination = 53; accept'],
  ['INPUT -p sctp --dport 5 -j ACCEPT', 'meta.l4proto = sctp; port.destination = 5; accept'],
  ['INPUT -p tcp --syn', 'meta.l4proto = tcp; tcp.flags & 23 = 2'],
  ['INPUT -p tcp ! --tcp-flags ALL SYN,ACK -j DROP', 'meta.l4proto = tcp; tcp.flags & 63 != 18; drop'],
  ['INPUT -p tcp --tcp-flags ALL NONE -j DROP', 'meta.l4proto = tcp; tcp.flags & 63 = 0; drop'],
  ['INPUT -p tcp --tcp-option 8 -j DROP', 'meta.l4proto = tcp; tcp.option = 8; drop'],
  ['INPUT -p icmp --icmp-type echo-request -j ACCEPT', 'meta.l4proto = icmp; icmp.type = 8; accept'],
  ['INPUT -p icmp ! --icmp-type 3/4 -j ACCEPT', 'meta.l4proto = icmp; icmp.type != 3/4; accept'],
  ['INPUT -p icmp --icmp-type any -j ACCEPT', 'meta.l4proto = icmp; icmp.type = any; accept'],
  [
    'INPUT -p udp -m multiport --dports 53,80:90,99 -j ACCEPT',
    'meta.l4proto = udp; port.destination = 53 | 80-90 | 99; accept',
  ],
  ['INPUT -p udp -m multiport ! --sports 53 -j ACCEPT', 'meta.l4proto = udp; port.source != 53; accept'],
  [
    'INPUT -p udp -m multiport --ports 53,54 -j ACCEPT',
    'meta.l4proto = udp; port.source . port.destination = 53 . any | 54 . any | any . 53 | any . 54; accept',
  ],
  ['INPUT -m conntrack --ctstate NEW,ESTABLISHED -j ACCEPT', 'ct.state = new | established; accept'],
  ['INPUT -m conntrack ! --ctstate INVALID -j ACCEPT', 'ct.state != invalid; accept'],
  ['INPUT -m conntrack --ctstate DNAT -j ACCEPT', 'ct.status = dnat; accept'],
  [
    'INPUT -m conntrack --ctstate RELATED,ESTABLISHED,DNAT -j ACCEPT',
    'ct.state . ct.status = related . any | established . any | any . dnat; accept',
  ],
  ['INPUT -m conntrack --ctstatus EXPECTED,SEEN_REPLY -j ACCEPT', 'ct.status = expected | seen-reply; accept'],
  [
    'INPUT -p tcp -m conntrack --ctproto tcp --ctorigsrc 1.2.3.0/24 ! --ctorigdst 1.2.3.4 --ctreplsrc 1.1.1.1 --ctorigdstport 5:7 --ctdir ORIGINAL -j DROP',
    'meta.l4proto = tcp; ct.original.protocol = tcp; ct.original.source = 1.2.3.0/24; ct.original.destination != 1.2.3.4/32; ct.reply.source = 1.1.1.1/32; ct.original.destination-port = 5-7; ct.direction = original; drop',
  ],
  ['INPUT -m state --state NEW,ESTABLISHED -j ACCEPT', 'ct.state = new | established; accept'],
  [
    'INPUT -m addrtype --src-type LOCAL,UNICAST ! --dst-type LOCAL --limit-iface-in -j ACCEPT',
    'fib.source-type-link = unicast | local; fib.destination-type-link != local; accept',
  ],
  ['FORWARD -m addrtype --dst-type LOCAL -j ACCEPT', 'fib.destination-type = local; accept'],
  [
    'FORWARD -m addrtype --dst-type LOCAL --limit-iface-out -j ACCEPT',
    'unsupported?(-m addrtype --dst-type LOCAL --limit-iface-out); accept',
  ],
  ['INPUT -m mark --mark 0x1/0xff -j ACCEPT', 'meta.mark & 255 = 1; accept'],
  ['INPUT -m mark ! --mark 16 -j ACCEPT', 'meta.mark != 16; accept'],
  ['INPUT -m connmark --mark 5 -j ACCEPT', 'ct.mark = 5; accept'],
  ['INPUT -m statistic --mode random --probability 0.25 -j ACCEPT', 'random 0.2500; accept'],
  ['INPUT -m statistic --mode random ! --probability 0.25 -j ACCEPT', 'random 0.7500; accept'],
  ['INPUT -m statistic --mode nth --every 3 --packet 1 -j ACCEPT', 'nth 1 of 3; accept'],
  [
    'INPUT -m recent ! --rcheck --seconds 60 --hitcount 4 --name x -j ACCEPT',
    'not recent-check(-m recent ! --rcheck --seconds 60 --hitcount 4 --name x --mask 255.255.255.255 --rsource); accept',
  ],
  [
    'INPUT -m recent --set --name x -j ACCEPT',
    'recent-set(-m recent --set --name x --mask 255.255.255.255 --rsource); accept',
  ],
  ['INPUT -m limit --limit 5/min -j ACCEPT', 'within(-m limit --limit 5/min); accept'],
  [
    'INPUT -m hashlimit --hashlimit-upto 5/sec --hashlimit-name h1 --hashlimit-mode srcip -j ACCEPT',
    'within(-m hashlimit --hashlimit-upto 5/sec --hashlimit-burst 5 --hashlimit-mode srcip --hashlimit-name h1); accept',
  ],
  [
    'INPUT -m hashlimit --hashlimit-above 5/sec --hashlimit-name h2 --hashlimit-mode srcip -j DROP',
    'over(-m hashlimit --hashlimit-above 5/sec --hashlimit-burst 5 --hashlimit-mode srcip --hashlimit-name h2); drop',
  ],
  [
    'INPUT -p tcp -m connlimit --connlimit-above 5 -j REJECT',
    'meta.l4proto = tcp; over(-m connlimit --connlimit-above 5 --connlimit-mask 32 --connlimit-saddr); reject port-unreachable',
  ],
  ['INPUT -m quota --quota 1000 -j ACCEPT', 'within(-m quota --quota 1000); accept'],
  ['OUTPUT -m owner --uid-owner 0 -j ACCEPT', 'meta.skuid = 0; accept'],
  ['OUTPUT -m owner ! --gid-owner 0 -j ACCEPT', 'meta.skgid != 0; accept'],
  ['OUTPUT -m owner --socket-exists -j ACCEPT', 'unsupported?(-m owner --socket-exists); accept'],
  [
    'FORWARD -m physdev ! --physdev-in a+ --physdev-out b --physdev-is-bridged -j ACCEPT',
    'physdev.in != a…; physdev.out = b; physdev.is-bridged = 1; accept',
  ],
  ['FORWARD -m physdev --physdev-is-in ! --physdev-is-out -j ACCEPT', 'physdev.is-in = 1; physdev.is-out != 1; accept'],
  ['INPUT -m mac --mac-source 02:00:00:00:00:0A -j ACCEPT', 'ether.source = 02:00:00:00:00:0a; accept'],
  ['INPUT -m length --length 100:200 -j ACCEPT', 'ip.length = 100-200; accept'],
  ['INPUT -m ttl --ttl-lt 5 -j DROP', 'ip.ttl = 0-4; drop'],
  ['INPUT -m ttl ! --ttl-eq 5 -m dscp --dscp 10 -j DROP', 'ip.ttl != 5; ip.dscp = 10; drop'],
  [
    'INPUT -m iprange --src-range 10.0.0.1-10.0.0.9 ! --dst-range 10.1.0.1-10.1.0.2 -j ACCEPT',
    'ip.source = 10.0.0.1-10.0.0.9; ip.destination != 10.1.0.1-10.1.0.2; accept',
  ],
  ['INPUT -m pkttype --pkt-type broadcast -j ACCEPT', 'meta.pkttype = broadcast; accept'],
  ['INPUT -m devgroup --src-group 5 -j ACCEPT', 'meta.iifgroup = 5; accept'],
  ['INPUT -m cgroup --cgroup 5 -j ACCEPT', 'unsupported?(-m cgroup --cgroup 5); accept'],
  [
    'INPUT -m string --algo bm --string "-j DROP" -j ACCEPT',
    'unsupported?(-m string --string "-j DROP" --algo bm); accept',
  ],
  ['INPUT -m u32 --u32 0=1 -j ACCEPT', 'unsupported?(-m u32 --u32 "0x0=0x1"); accept'],
  [
    'INPUT -m cpu --cpu 0 -m helper --helper ftp -j DROP',
    'unsupported?(-m cpu --cpu 0); unsupported?(-m helper --helper ftp); drop',
  ],
  ['INPUT -j REJECT', 'reject port-unreachable'],
  ['INPUT -p tcp -j REJECT --reject-with tcp-reset', 'meta.l4proto = tcp; reject tcp-reset'],
  ['INPUT -j REJECT --reject-with icmp-host-prohibited', 'reject host-prohibited'],
  ['INPUT -j REJECT --reject-with icmp-proto-unreachable', 'reject protocol-unreachable'],
  ['INPUT -j NFQUEUE --queue-num 1 --queue-bypass', 'queue true'],
  ['INPUT -j NFQUEUE --queue-balance 0:3', 'queue false'],
  ['INPUT -j LOG --log-prefix "a -j b: "', 'no-effect(-j LOG --log-prefix "a -j b: ")'],
  ['INPUT -j NFLOG --nflog-group 1', 'no-effect(-j NFLOG --nflog-group 1)'],
  ['INPUT -j RETURN', 'return'],
  ['INPUT', ''],
]

const mangle: readonly Row[] = [
  ['PREROUTING -j MARK --set-mark 7', 'packet mark & 0x0 ^ 0x7'],
  ['PREROUTING -j MARK --set-mark 0x10/0xff', 'packet mark & 0xffffff00 ^ 0x10'],
  ['PREROUTING -j MARK --set-xmark 0x10/0x1', 'packet mark & 0xfffffffe ^ 0x10'],
  ['PREROUTING -j MARK --or-mark 0x4000', 'packet mark & 0xffffbfff ^ 0x4000'],
  ['PREROUTING -j MARK --and-mark 0x10', 'packet mark & 0x10 ^ 0x0'],
  ['PREROUTING -j MARK --xor-mark 0x10', 'packet mark & 0xffffffff ^ 0x10'],
  ['PREROUTING -j CONNMARK --set-mark 7', 'connection mark & 0x0 ^ 0x7'],
  ['PREROUTING -j CONNMARK --save-mark', 'connection mark copied & 0xffffffff'],
  ['PREROUTING -j CONNMARK --restore-mark --mask 0xff', 'packet mark copied & 0xff'],
  [
    'PREROUTING -j CONNMARK --restore-mark --nfmask 0xff --ctmask 0xff00',
    'unsupported(-j CONNMARK --restore-mark --nfmask 0xff --ctmask 0xff00)',
  ],
  [
    'PREROUTING -p tcp -j TPROXY --on-port 15001 --on-ip 127.0.0.1 --tproxy-mark 0x1/0x1',
    'meta.l4proto = tcp; packet mark & 0xfffffffe ^ 0x1; tproxy 4 127.0.0.1-127.0.0.1 :15001-15001; accept',
  ],
  ['PREROUTING -p tcp -m socket --transparent -j ACCEPT', 'meta.l4proto = tcp; socket.transparent = 1; accept'],
  ['PREROUTING -j TTL --ttl-set 64', 'ttl set 64'],
  ['PREROUTING -j TTL --ttl-dec 3', 'ttl subtract 3'],
  ['PREROUTING -j TTL --ttl-inc 3', 'ttl add 3'],
  [
    'POSTROUTING -p tcp --tcp-flags SYN,RST SYN -m tcpmss --mss 1400:65535 -j TCPMSS --clamp-mss-to-pmtu',
    'meta.l4proto = tcp; tcp.flags & 6 = 2; unsupported?(-m tcpmss --mss 1400:65535); no-effect(-j TCPMSS --clamp-mss-to-pmtu)',
  ],
  ['POSTROUTING -j CLASSIFY --set-class 1:1', 'no-effect(-j CLASSIFY --set-class 0001:0001)'],
]

const nat: readonly Row[] = [
  ['PREROUTING -p tcp -j DNAT --to-destination 10.0.0.1:80', 'meta.l4proto = tcp; dnat 4 10.0.0.1-10.0.0.1 :80-80'],
  [
    'PREROUTING -p tcp -j DNAT --to-destination 10.0.0.1-10.0.0.4:80-90 --random --persistent',
    'meta.l4proto = tcp; dnat 4 10.0.0.1-10.0.0.4 :80-90 random persistent',
  ],
  ['PREROUTING -p tcp -j DNAT --to-destination :80', 'meta.l4proto = tcp; dnat 4 :80-80'],
  ['PREROUTING -j DNAT --to-destination 10.0.0.1', 'dnat 4 10.0.0.1-10.0.0.1'],
  [
    'PREROUTING -p tcp --dport 80:90 -j DNAT --to-destination 10.0.0.1:8080-8090/80',
    'meta.l4proto = tcp; port.destination = 80-90; unsupported(-j DNAT --to-destination 10.0.0.1:8080-8090/80)',
  ],
  ['PREROUTING -p tcp -j REDIRECT --to-ports 80-90', 'meta.l4proto = tcp; redirect 4 :80-90'],
  ['PREROUTING -p tcp -j REDIRECT', 'meta.l4proto = tcp; redirect 4'],
  [
    'PREROUTING -d 10.1.0.0/24 -j NETMAP --to 10.2.0.0/24',
    'ip.destination = 10.1.0.0/24; netmap 4 10.2.0.0-10.2.0.255',
  ],
  [
    'POSTROUTING -p tcp -j SNAT --to-source 10.0.0.1:1024-2048',
    'meta.l4proto = tcp; snat 4 10.0.0.1-10.0.0.1 :1024-2048',
  ],
  [
    'POSTROUTING -p tcp -j MASQUERADE --to-ports 1024-2048 --random-fully',
    'meta.l4proto = tcp; masquerade 4 :1024-2048 random-fully',
  ],
  [
    'POSTROUTING -s 172.18.0.0/16 ! -o br0 -j MASQUERADE',
    'ip.source = 172.18.0.0/16; meta.oifname != br0; masquerade 4',
  ],
]

const raw: readonly Row[] = [
  ['PREROUTING -p tcp --dport 80 -j CT --notrack', 'meta.l4proto = tcp; port.destination = 80; notrack'],
  ['PREROUTING -j NOTRACK', 'notrack'],
  ['PREROUTING -j CT --zone 5', 'zone 5'],
  ['PREROUTING -j CT --zone-orig 5', 'unsupported(-j CT --zone-orig 5)'],
  ['PREROUTING -p tcp -j CT --helper ftp', 'meta.l4proto = tcp; no-effect(-j CT --helper ftp)'],
  ['PREROUTING -j TRACE', 'no-effect(-j TRACE)'],
  ['PREROUTING -m rpfilter --invert -j DROP', 'fib.source-link = 0; drop'],
  ['PREROUTING -m rpfilter -j ACCEPT', 'fib.source-link != 0; accept'],
  ['PREROUTING -m rpfilter --validmark --invert -j DROP', 'fib.source-link-mark = 0; drop'],
  ['PREROUTING -m rpfilter --loose --invert -j DROP', 'fib.source-any-link = 0; drop'],
  ['PREROUTING -m rpfilter --accept-local -j DROP', 'unsupported?(-m rpfilter --accept-local); drop'],
]

const filter6: readonly Row[] = [
  ['INPUT -s fd00::/8 ! -d ::1 -j ACCEPT', 'ip6.source = fd00::/8; ip6.destination != ::1/128; accept'],
  ['INPUT -p ipv6-icmp --icmpv6-type echo-request -j ACCEPT', 'meta.l4proto = icmpv6; icmpv6.type = 128; accept'],
  ['INPUT -m hl --hl-gt 5 -j ACCEPT', 'ip.ttl = 6-255; accept'],
  ['INPUT -m length --length 100 -j ACCEPT', 'meta.length = 100; accept'],
  ['INPUT -j REJECT', 'reject port-unreachable'],
  ['INPUT -j REJECT --reject-with icmp6-adm-prohibited', 'reject admin-prohibited'],
  ['INPUT -j REJECT --reject-with icmp6-no-route', 'reject no-route'],
  ['INPUT -j REJECT --reject-with icmp6-addr-unreachable', 'reject address-unreachable'],
]

const nat6: readonly Row[] = [
  ['PREROUTING -p tcp -j DNAT --to-destination [fd00::1]:80', 'meta.l4proto = tcp; dnat 6 fd00::1-fd00::1 :80-80'],
  ['PREROUTING -j DNAT --to-destination fd00::1-fd00::9', 'dnat 6 fd00::1-fd00::9'],
  [
    'PREROUTING -d fd01::/64 -j NETMAP --to fd02::/64',
    'ip6.destination = fd01::/64; netmap 6 fd02::-fd02::ffff:ffff:ffff:ffff',
  ],
]

type Rows = readonly [Family, Readonly<Record<string, readonly Row[]>>]

export const iptablesRows: readonly [Rows, Rows] = [
  [4, { filter, mangle, nat, raw }],
  [6, { filter: filter6, nat: nat6 }],
]

/** Input for iptables-restore. */
export function restoreInput(tables: (typeof iptablesRows)[number][1]): string {
  return Object.entries(tables)
    .map(([table, rows]) => {
      const own = table === 'filter' ? ':MINE - [0:0]\n' : ''
      return `*${table}\n${own}${rows.map(([rule]) => `-A ${rule}\n`).join('')}COMMIT\n`
    })
    .join('')
}
