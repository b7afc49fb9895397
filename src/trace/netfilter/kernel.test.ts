// Chains, verdicts, states and the order of hooks, against the kernel.
import { type Case, holdAgainstKernel, nft } from '../../../test/netfilter/hold-against-kernel.ts'

const reached = 'server 10.2.0.2 8000 from 10.1.0.2'
const reached6 = 'server fd02::2 8000 from fd01::2'

const verdicts: readonly Case[] = [
  [
    'without rules everything passes',
    '',
    {
      'tcp 10.2.0.2:8000': reached,
      'udp 10.2.0.2:8000': reached,
      'tcp 10.2.0.2:9': 'ECONNREFUSED',
      'udp 10.2.0.2:9': 'ECONNREFUSED',
      'tcp [fd02::2]:8000': reached6,
      'gateway: tcp 10.1.0.1:8000': 'gateway 10.1.0.1 8000 from 10.1.0.1',
      'gateway: tcp 10.2.0.2:8000': 'server 10.2.0.2 8000 from 10.2.0.1',
    },
  ],
  [
    'a rule that drops says nothing to the client, and IPv6 is not asked',
    'iptables-nft -A FORWARD -p tcp --dport 8000 -j DROP',
    { 'tcp 10.2.0.2:8000': 'timeout', 'udp 10.2.0.2:8000': reached, 'tcp [fd02::2]:8000': reached6 },
  ],
  [
    'a policy decides what no rule did',
    'iptables-nft -P FORWARD DROP; iptables-nft -A FORWARD -p udp -j ACCEPT; ip6tables-legacy -P FORWARD DROP',
    { 'tcp 10.2.0.2:8000': 'timeout', 'udp 10.2.0.2:8000': reached, 'tcp [fd02::2]:8000': 'timeout' },
  ],
  [
    'RETURN leaves a chain, and in a base chain asks its policy',
    `iptables-nft -N INNER; iptables-nft -A INNER -p tcp --dport 8000 -j RETURN; iptables-nft -A INNER -j DROP
     iptables-nft -A FORWARD -j INNER; iptables-nft -A FORWARD -p tcp --dport 8000 -j RETURN
     iptables-nft -A FORWARD -p tcp --sport 8000 -j ACCEPT; iptables-nft -P FORWARD DROP`,
    { 'tcp 10.2.0.2:8000': 'timeout', 'tcp 10.2.0.2:8001': 'timeout' },
  ],
  [
    'what follows a goto is not come back to',
    `iptables-nft -N THERE; iptables-nft -A THERE -p udp -j RETURN
     iptables-nft -A FORWARD -p tcp --dport 8000 -j ACCEPT; iptables-nft -A FORWARD -g THERE
     iptables-nft -A FORWARD -j DROP`,
    {
      'tcp 10.2.0.2:8001': 'server 10.2.0.2 8001 from 10.1.0.2',
      'udp 10.2.0.2:8001': 'server 10.2.0.2 8001 from 10.1.0.2',
    },
  ],
  [
    'ACCEPT ends one table only: a drop in a later one still drops',
    `iptables-nft -t mangle -A FORWARD -j ACCEPT; iptables-nft -A FORWARD -p tcp --dport 8001 -j DROP
     iptables-legacy -A FORWARD -p tcp --dport 8002 -j DROP
     nft add table inet late
     nft add chain inet late forward '{ type filter hook forward priority 10; }'
     nft add rule inet late forward tcp dport 8003 drop`,
    {
      'tcp 10.2.0.2:8000': reached,
      'tcp 10.2.0.2:8001': 'timeout',
      'tcp 10.2.0.2:8002': 'timeout',
      'tcp 10.2.0.2:8003': 'timeout',
      'tcp [fd02::2]:8003': 'timeout',
    },
  ],
  [
    'each way to reject has its errno',
    `iptables-nft -A FORWARD -p tcp --dport 1 -j REJECT
     iptables-nft -A FORWARD -p tcp --dport 2 -j REJECT --reject-with icmp-host-unreachable
     iptables-nft -A FORWARD -p tcp --dport 3 -j REJECT --reject-with icmp-net-unreachable
     iptables-nft -A FORWARD -p tcp --dport 4 -j REJECT --reject-with icmp-proto-unreachable
     iptables-nft -A FORWARD -p tcp --dport 5 -j REJECT --reject-with icmp-admin-prohibited
     iptables-nft -A FORWARD -p tcp --dport 6 -j REJECT --reject-with icmp-host-prohibited
     iptables-nft -A FORWARD -p tcp --dport 7 -j REJECT --reject-with icmp-net-prohibited
     iptables-nft -A FORWARD -p tcp --dport 8 -j REJECT --reject-with tcp-reset
     iptables-legacy -A FORWARD -p udp -j REJECT`,
    {
      'tcp 10.2.0.2:1': 'ECONNREFUSED',
      'tcp 10.2.0.2:2': 'EHOSTUNREACH',
      'tcp 10.2.0.2:3': 'ENETUNREACH',
      'tcp 10.2.0.2:4': 'ENOPROTOOPT',
      'tcp 10.2.0.2:5': 'EHOSTUNREACH',
      'tcp 10.2.0.2:6': 'EHOSTUNREACH',
      'tcp 10.2.0.2:7': 'ENETUNREACH',
      'tcp 10.2.0.2:8': 'ECONNREFUSED',
      'udp 10.2.0.2:8000': 'ECONNREFUSED',
    },
  ],
  [
    'IPv6 rejects in its own words, and nft for both families at once',
    `ip6tables-nft -A FORWARD -p tcp --dport 1 -j REJECT
     ip6tables-nft -A FORWARD -p tcp --dport 2 -j REJECT --reject-with icmp6-addr-unreachable
     ip6tables-nft -A FORWARD -p tcp --dport 3 -j REJECT --reject-with icmp6-no-route
     ip6tables-nft -A FORWARD -p tcp --dport 4 -j REJECT --reject-with icmp6-adm-prohibited
     nft add table inet own
     nft add chain inet own forward '{ type filter hook forward priority -1; }'
     nft add rule inet own forward tcp dport 5 reject
     nft add rule inet own forward tcp dport 6 reject with tcp reset
     nft add rule inet own forward tcp dport 7 reject with icmpx admin-prohibited`,
    {
      'tcp [fd02::2]:1': 'ECONNREFUSED',
      'tcp [fd02::2]:2': 'EHOSTUNREACH',
      'tcp [fd02::2]:3': 'ENETUNREACH',
      'tcp [fd02::2]:4': 'EACCES',
      'tcp [fd02::2]:5': 'ECONNREFUSED',
      'tcp 10.2.0.2:5': 'ECONNREFUSED',
      'tcp [fd02::2]:6': 'ECONNREFUSED',
      'tcp [fd02::2]:7': 'EACCES',
      'tcp 10.2.0.2:7': 'EHOSTUNREACH',
    },
  ],
  [
    'input and output have chains of their own',
    `iptables-nft -A INPUT -p tcp --dport 8001 -j DROP; iptables-nft -A OUTPUT -p tcp --dport 8002 -j REJECT
     iptables-nft -A OUTPUT -p tcp --sport 8003 -j DROP; iptables-nft -A FORWARD -p tcp --dport 8000 -j DROP`,
    {
      'tcp 10.1.0.1:8000': 'gateway 10.1.0.1 8000 from 10.1.0.2',
      'tcp 10.1.0.1:8001': 'timeout',
      'tcp 10.1.0.1:8003': 'timeout',
      'gateway: tcp 10.2.0.2:8000': 'server 10.2.0.2 8000 from 10.2.0.1',
      'gateway: tcp 10.2.0.2:8002': 'ECONNREFUSED',
    },
  ],
]

const order: readonly Case[] = [
  [
    'raw comes before mangle, mangle before nat, nat before filter',
    `iptables-nft -t raw -A PREROUTING -p tcp --dport 8000 -j MARK --set-mark 1
     iptables-nft -t mangle -A PREROUTING -m mark --mark 1 -j MARK --set-mark 2
     iptables-nft -t nat -A PREROUTING -m mark --mark 2 -p tcp -j DNAT --to-destination 10.2.0.2:8001
     iptables-nft -A FORWARD -p tcp --dport 8000 -j DROP`,
    { 'tcp 10.2.0.2:8000': 'server 10.2.0.2 8001 from 10.1.0.2' },
  ],
  [
    'of equal priorities the chain made later comes first',
    `iptables-legacy -t mangle -A FORWARD -p tcp --dport 8000 -j MARK --set-mark 1
     iptables-nft -t mangle -A FORWARD -m mark --mark 1 -j DROP
     ${nft(`
     table ip one { chain c { type filter hook forward priority 5
       meta mark 3 drop
     } }
     table ip two { chain c { type filter hook forward priority 5
       tcp dport 8001 meta mark set 3
     } }`)}`,
    { 'tcp 10.2.0.2:8000': reached, 'tcp 10.2.0.2:8001': 'timeout' },
  ],
  [
    'legacy and nft rules both count',
    'iptables-legacy -A FORWARD -p tcp --dport 8000 -j DROP; iptables-nft -A FORWARD -p tcp --dport 8001 -j DROP',
    {
      'tcp 10.2.0.2:8000': 'timeout',
      'tcp 10.2.0.2:8001': 'timeout',
      'tcp 10.2.0.2:8002': 'server 10.2.0.2 8002 from 10.1.0.2',
    },
  ],
  [
    'statements before a failed match have been carried out',
    nft(`
     table ip own { chain c { type filter hook prerouting priority -150
       meta mark set 7 tcp dport 8001 accept
     }
     chain f { type filter hook forward priority 0
       meta mark 7 tcp dport 8000 drop
     } }`),
    { 'tcp 10.2.0.2:8000': 'timeout', 'tcp 10.2.0.2:8001': 'server 10.2.0.2 8001 from 10.1.0.2' },
  ],
]

const states: readonly Case[] = [
  [
    'a first packet is new, its answer established',
    `iptables-nft -P FORWARD DROP
     iptables-nft -A FORWARD -m conntrack --ctstate ESTABLISHED -j ACCEPT
     iptables-nft -A FORWARD -p tcp --dport 8000 -m conntrack --ctstate NEW -j ACCEPT
     iptables-nft -A FORWARD -p udp --dport 8000 -m state --state NEW -j ACCEPT`,
    { 'tcp 10.2.0.2:8000': reached, 'udp 10.2.0.2:8000': reached, 'tcp 10.2.0.2:8001': 'timeout' },
  ],
  [
    'the answer needs a rule too',
    'iptables-nft -P FORWARD DROP; iptables-nft -A FORWARD -i c0 -j ACCEPT',
    { 'tcp 10.2.0.2:8000': 'timeout' },
  ],
  [
    'an untracked packet is neither new nor established, and its answer invalid',
    `iptables-nft -t raw -A PREROUTING -p tcp --dport 8000 -j CT --notrack
     iptables-nft -t raw -A PREROUTING -p tcp --dport 8001 -j CT --notrack
     iptables-nft -t raw -A PREROUTING -p tcp --sport 8001 -j CT --notrack
     iptables-nft -t raw -A PREROUTING -p tcp --dport 8002 -j CT --notrack
     iptables-nft -t raw -A PREROUTING -p tcp --sport 8002 -j CT --notrack
     iptables-nft -A FORWARD -m conntrack --ctstate INVALID -j DROP
     iptables-nft -A FORWARD -p tcp --dport 8002 -m conntrack --ctstate UNTRACKED -j REJECT
     iptables-nft -A FORWARD -p tcp --dport 8003 -m conntrack ! --ctstate NEW,ESTABLISHED -j DROP`,
    {
      'tcp 10.2.0.2:8000': 'timeout',
      'tcp 10.2.0.2:8001': 'server 10.2.0.2 8001 from 10.1.0.2',
      'tcp 10.2.0.2:8002': 'ECONNREFUSED',
      'tcp 10.2.0.2:8003': 'server 10.2.0.2 8003 from 10.1.0.2',
    },
  ],
  [
    'an ICMP error is related to the connection of the packet that it quotes',
    `iptables-nft -P FORWARD DROP; iptables-nft -A FORWARD -i c0 -j ACCEPT
     iptables-nft -A FORWARD -p icmp -m conntrack --ctstate RELATED -j ACCEPT`,
    { 'udp 10.2.0.2:9': 'ECONNREFUSED', 'udp 10.2.0.2:8000': 'timeout' },
  ],
  [
    'an ICMP error of an untracked packet is invalid',
    `iptables-nft -t raw -A PREROUTING -p udp -j CT --notrack
     iptables-nft -A FORWARD -m conntrack --ctstate INVALID -j DROP`,
    { 'udp 10.2.0.2:9': 'timeout', 'udp 10.2.0.2:8000': reached },
  ],
  [
    'zones keep connections apart',
    nft(`
     table ip own { chain pre { type filter hook prerouting priority -300
       iif c0 tcp dport 8000 ct zone set 5
     }
     chain f { type filter hook forward priority 0
       ct state invalid drop
     } }`),
    { 'tcp 10.2.0.2:8000': 'timeout', 'tcp 10.2.0.2:8001': 'server 10.2.0.2 8001 from 10.1.0.2' },
  ],
  [
    'a connection keeps its mark for the answer',
    `iptables-nft -t mangle -A PREROUTING -i c0 -p tcp --dport 8000 -j CONNMARK --set-mark 0x11/0xff
     iptables-nft -t mangle -A PREROUTING -i c0 -p tcp --dport 8001 -j MARK --set-xmark 0x22/0xffffffff
     iptables-nft -t mangle -A PREROUTING -i c0 -p tcp --dport 8001 -j CONNMARK --save-mark
     iptables-nft -t mangle -A PREROUTING -i s0 -j CONNMARK --restore-mark --mask 0xff
     iptables-nft -A FORWARD -i s0 -m mark --mark 0x11/0xf1 -j DROP
     iptables-nft -A FORWARD -i s0 -m connmark --mark 0x22 -j DROP`,
    {
      'tcp 10.2.0.2:8000': 'timeout',
      'tcp 10.2.0.2:8001': 'timeout',
      'tcp 10.2.0.2:8002': 'server 10.2.0.2 8002 from 10.1.0.2',
    },
  ],
  [
    'nft has the verdict of each state in a map',
    nft(`
     table inet own { chain f { type filter hook forward priority 0; policy drop
       ct state vmap { established : accept, related : accept, invalid : drop }
       iifname c0 jump wanted
     }
     chain wanted {
       ip daddr . tcp dport { 10.2.0.2 . 8000, 10.2.0.3-10.2.0.4 . 8001-8002 } accept
     } }`),
    {
      'tcp 10.2.0.2:8000': reached,
      'tcp 10.2.0.2:8001': 'timeout',
      'tcp 10.2.0.4:8002': 'server 10.2.0.4 8002 from 10.1.0.2',
      'tcp [fd02::2]:8000': 'timeout',
    },
  ],
]

holdAgainstKernel('verdicts and chains', verdicts)
holdAgainstKernel('the order of hooks', order)
holdAgainstKernel('connection tracking', states)
