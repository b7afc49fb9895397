// What rules can ask of a packet, against the kernel: each rule here drops what it matches.
import { type Case, holdAgainstKernel, nft } from '../../../../test/netfilter/hold-against-kernel.ts'
import { inForward } from '../../../../test/netfilter/in-forward.ts'

const to = (port: number) => `server 10.2.0.2 ${port} from 10.1.0.2`
const to6 = (port: number) => `server fd02::2 ${port} from fd01::2`
const drops = (...matches: string[]) => matches.map((match) => `iptables-nft -A FORWARD ${match} -j DROP`).join('\n')
const legacyDrops = (...matches: string[]) => drops(...matches).replaceAll('iptables-nft', 'iptables-legacy')
const header: readonly Case[] = [
  [
    'addresses by prefix, range and negation',
    `${drops('-s 10.1.0.0/30 -d 10.2.0.3', '-d 10.2.0.4 ! -s 10.1.0.0/30', '-m iprange --dst-range 10.2.0.5-10.2.0.9')}
     ip6tables-nft -A FORWARD -d fd02::3/128 -j DROP`,
    {
      'tcp 10.2.0.2:8000': to(8000),
      'tcp 10.2.0.3:8000': 'timeout',
      'tcp 10.2.0.4:8000': 'server 10.2.0.4 8000 from 10.1.0.2',
      'tcp 10.2.0.5:8000': 'timeout',
      'tcp [fd02::2]:8000': to6(8000),
      'tcp [fd02::3]:8000': 'timeout',
    },
  ],
  [
    'an address under a mask that is no prefix',
    drops('-d 10.2.0.1/255.255.0.1 -p tcp', '-i c0 -p udp ! -d 0.2.0.2/0.255.0.255'),
    {
      'tcp 10.2.0.2:8000': to(8000),
      'tcp 10.2.0.3:8000': 'timeout',
      'udp 10.2.0.2:8000': to(8000),
      'udp 10.2.0.3:8000': 'timeout',
    },
  ],
  [
    'ports: one, a range, several, either side, negated',
    legacyDrops(
      '-p tcp --dport 8001:8002',
      '-p udp -m multiport --dports 8000,8002:8003',
      '-p tcp -m multiport --ports 7,8003',
      '-i c0 -p udp ! --dport 8001',
    ),
    {
      'tcp 10.2.0.2:8000': to(8000),
      'tcp 10.2.0.2:8001': 'timeout',
      'tcp 10.2.0.2:8002': 'timeout',
      'tcp 10.2.0.2:8003': 'timeout',
      'udp 10.2.0.2:8000': 'timeout',
      'udp 10.2.0.2:8001': to(8001),
    },
  ],
  [
    'TCP flags: the SYN, the answer to it, and a reset',
    `${drops('-p tcp --dport 8001 --syn', '-p tcp --sport 8002 --tcp-flags SYN,ACK SYN,ACK', '-p tcp --dport 8000 ! --syn --sport 1')}
     ${drops('-p tcp --tcp-flags RST RST')}`,
    {
      'tcp 10.2.0.2:8000': to(8000),
      'tcp 10.2.0.2:8001': 'timeout',
      'tcp 10.2.0.2:8002': 'timeout',
      'tcp 10.2.0.2:9': 'timeout',
    },
  ],
  [
    'length, time to live and DSCP',
    drops('-p tcp --dport 8001 -m length --length 60', '-p tcp --dport 8002 -m ttl --ttl-eq 63', '-m dscp ! --dscp 0'),
    { 'tcp 10.2.0.2:8000': to(8000), 'tcp 10.2.0.2:8001': 'timeout', 'tcp 10.2.0.2:8002': 'timeout' },
  ],
  [
    'ICMP by type and code',
    `${drops('-p icmp --icmp-type port-unreachable -d 10.1.0.2 -m mark --mark 0')}
     ip6tables-nft -A FORWARD -p icmpv6 --icmpv6-type destination-unreachable -j DROP`,
    { 'udp 10.2.0.2:9': 'timeout', 'tcp 10.2.0.2:9': 'ECONNREFUSED', 'udp [fd02::2]:9': 'timeout' },
  ],
  [
    'nft names the protocol by number, the family and the ethertype',
    inForward(
      'meta l4proto 17 udp dport 8001 drop',
      'meta nfproto ipv6 tcp dport 8001 drop',
      'meta protocol ip tcp dport 8002 drop',
      'ip protocol udp th dport 8003 drop',
      'meta l4proto { tcp, udp } th dport 8000 drop',
    ),
    {
      'udp 10.2.0.2:8001': 'timeout',
      'tcp 10.2.0.2:8001': to(8001),
      'tcp [fd02::2]:8001': 'timeout',
      'tcp 10.2.0.2:8002': 'timeout',
      'tcp [fd02::2]:8002': to6(8002),
      'udp 10.2.0.2:8003': 'timeout',
      'tcp [fd02::2]:8000': 'timeout',
    },
  ],
  [
    'MAC addresses of the frame that came in',
    drops(
      '-p tcp --dport 8001 -m mac --mac-source 02:00:00:00:01:02',
      '-p udp -m mac ! --mac-source 02:00:00:00:01:02 -i c0',
    ),
    { 'tcp 10.2.0.2:8001': 'timeout', 'udp 10.2.0.2:8000': to(8000) },
  ],
]

const places: readonly Case[] = [
  [
    'links by name, by the start of it, and negated',
    `${drops('-i c+ -p tcp --dport 8001', '-o s0 -p tcp --dport 8002', '! -i c0 -p tcp --sport 8003', '-i x+ -p tcp')}
     iptables-nft -A OUTPUT ! -i c0 -p tcp --dport 8000 -j DROP 2>/dev/null || :`,
    {
      'tcp 10.2.0.2:8000': to(8000),
      'tcp 10.2.0.2:8001': 'timeout',
      'tcp 10.2.0.2:8002': 'timeout',
      'tcp 10.2.0.2:8003': 'timeout',
    },
  ],
  [
    'a forwarded packet still tells after routing by which link it came; a bridged one and an own one do not',
    nft(`table inet own { chain p { type filter hook postrouting priority 0
       iifname "c0" tcp dport 8001 drop
       iifname != "c0" tcp dport 8002 drop
       meta oifkind "bridge" iifname "s0" tcp sport 8003 drop
     } }`),
    {
      'tcp 10.2.0.2:8001': 'timeout',
      'tcp [fd02::2]:8001': 'timeout',
      'tcp 10.2.0.2:8002': to(8002),
      'tcp 10.2.0.2:8003': 'timeout',
      'gateway: tcp 10.2.0.2:8001': 'server 10.2.0.2 8001 from 10.2.0.1',
      'gateway: tcp 10.2.0.2:8002': 'timeout',
      'tcp 10.1.0.3:8001': 'near 10.1.0.3 8001 from 10.1.0.2',
      'tcp 10.1.0.3:8002': 'timeout',
    },
  ],
  [
    'links by kind; the loopback link has none',
    `${nft(`table ip own {
      chain f { type filter hook forward priority 0
        meta iifkind "bridge" tcp dport 8001 drop
        meta oifkind != "veth" tcp dport 8002 drop
      }
      chain i { type filter hook input priority 0
        meta iifkind != "bridge" tcp dport 8003 drop
      } }`)}`,
    {
      'tcp 10.2.0.2:8001': 'timeout',
      'tcp 10.2.0.2:8002': to(8002),
      'gateway: tcp 10.1.0.1:8003': 'gateway 10.1.0.1 8003 from 10.1.0.1',
    },
  ],
  [
    'types of addresses',
    `iptables-nft -t nat -A PREROUTING -p tcp --dport 8001 -m addrtype --dst-type LOCAL -j REDIRECT --to-ports 8002
     iptables-nft -t nat -A OUTPUT -p tcp --dport 8001 -m addrtype ! --dst-type LOCAL -j DNAT --to-destination 10.2.0.3
     ${drops('-p tcp --dport 8003 -m addrtype --src-type UNICAST')}
     ip6tables-nft -A INPUT -p tcp --dport 8003 -m addrtype --dst-type UNICAST -j DROP
     ip6tables-nft -A INPUT -p tcp --dport 8002 -m addrtype ! --dst-type LOCAL -j DROP`,
    {
      'tcp 10.1.0.1:8001': 'gateway 10.1.0.1 8002 from 10.1.0.2',
      'tcp 10.2.0.2:8001': to(8001),
      'gateway: tcp 10.1.0.1:8001': 'gateway 10.1.0.1 8001 from 10.1.0.1',
      'gateway: tcp 10.2.0.2:8001': 'server 10.2.0.3 8001 from 10.2.0.1',
      'tcp 10.2.0.2:8003': 'timeout',
      'tcp [fd01::1]:8003': 'timeout',
      'tcp [fd01::1]:8002': 'gateway fd01::1 8002 from fd01::2',
    },
  ],
  [
    'nft asks the routing tables: types, and the way back',
    nft(`table inet own { chain p { type filter hook prerouting priority -150
       fib saddr . iif oif missing drop
       fib saddr . mark . iif oif missing drop
       tcp dport 8001 fib daddr type local drop
       tcp dport 8002 fib daddr type != local drop
       tcp dport 8003 fib saddr . iif oif != 0 drop
       tcp dport 8000 fib saddr type { local, broadcast } drop
     } }`),
    {
      'tcp 10.2.0.2:8000': to(8000),
      'tcp 10.2.0.2:8001': to(8001),
      'tcp 10.1.0.1:8001': 'timeout',
      'tcp 10.2.0.2:8002': 'timeout',
      'tcp 10.2.0.2:8003': 'timeout',
    },
  ],
  [
    'rpfilter lets through what came by the way back',
    `iptables-nft -t raw -A PREROUTING -m rpfilter --invert -j DROP
     iptables-legacy -t mangle -A PREROUTING -p tcp --dport 8001 -m rpfilter --loose -j DROP`,
    { 'tcp 10.2.0.2:8000': to(8000), 'tcp 10.2.0.2:8001': 'timeout' },
  ],
  [
    'who owns the socket that sends; packets of others have no owner',
    `iptables-nft -A OUTPUT -p tcp --dport 8001 -m owner --uid-owner 0 -j DROP
     iptables-nft -A OUTPUT -p tcp --dport 8002 -m owner ! --uid-owner 0 -j DROP
     iptables-nft -t mangle -A POSTROUTING -p tcp --dport 8003 -m owner --gid-owner 0 -j DROP
     ${nft(`table ip own { chain o { type filter hook output priority 0
       tcp dport 8000 meta skuid 1000-2000 drop
       meta skuid != 0 tcp dport 8000 drop
     }
     chain p { type filter hook postrouting priority 0
       tcp dport 8002 meta skuid != 1 drop
     } }`)}`,
    {
      'gateway: tcp 10.2.0.2:8000': 'server 10.2.0.2 8000 from 10.2.0.1',
      'gateway: tcp 10.2.0.2:8001': 'timeout',
      'tcp 10.2.0.2:8002': to(8002),
      'tcp 10.2.0.2:8003': to(8003),
    },
  ],
  [
    'a packet of nobody is not of uid 0, to iptables',
    'iptables-nft -t mangle -A POSTROUTING -p tcp --dport 8002 -m owner ! --uid-owner 0 -j DROP',
    { 'tcp 10.2.0.2:8002': 'timeout' },
  ],
  [
    'marks under a mask',
    `iptables-nft -t mangle -A PREROUTING -i c0 -j MARK --set-xmark 0x12345678/0xffffffff
     iptables-nft -t mangle -A PREROUTING -i c0 -p udp -j MARK --and-mark 0xffff
     ${drops('-p tcp --dport 8001 -m mark --mark 0x5000/0xf000', '-p tcp --dport 8002 -m mark ! --mark 0x12345678')}
     ${inForward('udp dport 8001 meta mark & 0xff00 == 0x5600 drop', 'udp dport 8002 meta mark != 0x5678 drop')}`,
    {
      'tcp 10.2.0.2:8001': 'timeout',
      'tcp 10.2.0.2:8002': to(8002),
      'udp 10.2.0.2:8001': 'timeout',
      'udp 10.2.0.2:8002': to(8002),
    },
  ],
  [
    'the tuples and the direction of a connection',
    `iptables-nft -t nat -A PREROUTING -p tcp -d 10.9.9.9 -j DNAT --to-destination 10.2.0.2
     ${drops(
       '-p tcp -m conntrack --ctdir REPLY --ctorigdstport 8001',
       '-p tcp --dport 8002 -m conntrack --ctreplsrc 10.2.0.2 --ctorigsrc 10.1.0.0/24',
     )}
     ${inForward('meta l4proto tcp ct original ip daddr 10.9.9.9 ct original proto-dst 8003 drop', 'ct direction reply tcp sport 8000 counter')}`,
    {
      'tcp 10.9.9.9:8000': to(8000),
      'tcp 10.9.9.9:8001': 'timeout',
      'tcp 10.9.9.9:8002': 'timeout',
      'tcp 10.9.9.9:8003': 'timeout',
      'tcp 10.2.0.2:8003': to(8003),
    },
  ],
]

holdAgainstKernel('what stands in the headers', header)
holdAgainstKernel('where a packet comes from and goes to', places)
